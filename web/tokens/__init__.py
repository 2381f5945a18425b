"""API tokens: a program works with its recruiter's account, and with nothing else, without a cookie."""

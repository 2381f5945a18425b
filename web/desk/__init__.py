"""The recruiter's desk: chats, messages and files."""

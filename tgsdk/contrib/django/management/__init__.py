"""Commands that an operator runs with manage.py."""

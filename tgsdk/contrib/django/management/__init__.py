"""What an operator runs with manage.py."""

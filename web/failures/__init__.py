"""Failures: the status, the words (words.py) and the way on of every error."""

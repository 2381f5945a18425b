"""Signing in to HR Helper itself: wrong passwords are limited, and who came or failed is in the audit."""

"""The views of the login."""

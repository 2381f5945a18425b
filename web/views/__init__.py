"""What each address does: a method, a form, one answer."""

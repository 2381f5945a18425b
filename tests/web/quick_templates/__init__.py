"""Quick templates give what Django's own do."""

"""HR Helper's tests: one file a view or a module."""

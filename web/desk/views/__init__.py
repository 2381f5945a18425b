"""The views of the desk."""

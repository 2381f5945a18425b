"""Template tags of HR Helper."""

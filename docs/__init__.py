"""The pages of documentation, and what writes those that follow from the code."""

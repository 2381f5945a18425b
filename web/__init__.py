"""The Django app: what a recruiter sees and does. Knows tgsdk by its door only."""

"""Telegram's raw answers, read into the types and errors of tgsdk."""

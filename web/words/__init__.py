"""Telegram's values in words."""

"""Words for Telegram's values: times, files, messages, text with its formatting."""

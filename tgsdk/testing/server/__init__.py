"""The wire of the local Telegram: its ports, its connections, and what is said on them."""

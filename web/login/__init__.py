"""Connecting a Telegram account: by QR code, by phone and code, with the password."""

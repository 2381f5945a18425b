"""The operations: what each of them asks Telegram for."""

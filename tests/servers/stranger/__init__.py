"""A stranger's software: an application of each kind, and its calls to Telegram."""

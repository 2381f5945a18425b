"""The demonstration: a local Telegram, the site on it, and a phone to scan with. No part of the product."""

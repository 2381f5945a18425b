"""All that the local Telegram remembers: accounts, keys, logins, faults in force."""

"""The desks of the local Telegram's accounts: their chats, and the messages and files in them.

Every account has its own desk. The people on it are no accounts of the server: they only write. A desk is made when
it is first used. It is always the same for the same account but for its times, which count back from the server's
start.
"""

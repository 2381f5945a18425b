"""What an account of the local Telegram has in front of it: its chats, their messages and files.

Every account has its own desk. The people in it are no accounts of the server: they only write. A desk is made when
it is first used, always the same for the same account but for its times: they are counted back from the server's
start.
"""

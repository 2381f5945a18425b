"""The desk: chats, messages and files."""

"""Pictures of people, chats and messages."""

"""The stories, one screen each: who is called next, with what."""

"""Who owes what, and which step is due; pure."""

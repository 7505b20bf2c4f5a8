"""Inspect a finished document (校对) and correct a copy of it."""

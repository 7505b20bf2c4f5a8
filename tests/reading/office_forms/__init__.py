"""Structures of forms that offices use, as public repositories hold them: heads, merges, notes, no content."""

"""Draft a campaign book from an office's own form and roster."""

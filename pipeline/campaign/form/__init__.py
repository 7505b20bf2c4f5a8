"""Describe the office's own form (表样): its tables, headings and places, for drafting and reading."""

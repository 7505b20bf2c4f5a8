"""Drafts (文稿) in, documents out: plain text, Markdown and Word, without a word changed."""

"""Read drafts (文稿) in plain text, Markdown and Word as documents, without changing their text."""

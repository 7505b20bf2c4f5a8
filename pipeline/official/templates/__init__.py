"""Check, repair and fill Word templates (模板), an office's own and the default ones."""

"""Check and fill Word templates (模板), an office's own and those that we ship."""

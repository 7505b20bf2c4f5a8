"""Compose the papers that leave the office: texts, tables and the facts of their templates."""

"""Scan the inbox, and keep each stable file as an original."""

"""Inspect finished documents (校对), and write corrected copies of them."""

"""Compute what each unit owes, and its points. Pure."""

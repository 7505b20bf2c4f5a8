"""Lay a document out as a Word file that meets GB/T 9704."""

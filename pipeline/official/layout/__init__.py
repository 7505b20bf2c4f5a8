"""Convert a document into a Word file that meets GB/T 9704."""

"""Write workbooks of our own from plans."""

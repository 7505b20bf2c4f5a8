"""Write the program's own workbooks from plans."""

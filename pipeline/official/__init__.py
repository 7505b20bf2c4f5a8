"""GB/T 9704 from words to the page; the only room that knows a Word library."""

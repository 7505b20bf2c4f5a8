"""What is known (台账): the only room that knows a database."""

"""Store the ledger (台账); the only room that uses a database library."""

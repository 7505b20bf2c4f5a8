"""Migrate the ledger (台账升级), one step for each format."""

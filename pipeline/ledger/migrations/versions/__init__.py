"""Migrate the ledger (台账升级), one file for each format."""

"""The ledger's formats, one step each (台账升级)."""

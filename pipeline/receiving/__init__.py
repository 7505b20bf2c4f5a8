"""Turn a file in the inbox into its answer (收件): receipt, return slip or a place in the quarantine."""

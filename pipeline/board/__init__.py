"""What people look at: status, page, ledger workbook."""

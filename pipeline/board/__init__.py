"""Render the state of a campaign: terminal, status page (报送情况), workbooks (报送台账)."""

"""报送通: from dropped workbooks to checked data, return slips, briefings and notices."""

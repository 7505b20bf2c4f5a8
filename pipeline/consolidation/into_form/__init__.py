"""Fill a superior's form (上级汇总表) from a campaign's figures, by the same headings."""

"""Two years of a monthly campaign, held against a model of the rules that was written apart."""

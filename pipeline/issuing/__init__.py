"""Turn figures and words into a paper that leaves (发文): numbered, registered, traced."""

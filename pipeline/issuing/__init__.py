"""Issue papers (发文) from figures and words: numbered, registered, with their trails."""

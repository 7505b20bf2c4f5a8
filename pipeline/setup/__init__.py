"""Set an office up: a new workspace, a drafted campaign book, the demonstration."""

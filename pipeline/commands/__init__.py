"""The commands (命令): each parses what was typed, calls one workflow, and prints the result."""

"""From a file in the inbox to a kept original."""

"""Keep an office safe: backup, restore, audit (留痕), self-examination (自检), repair."""

"""Back up (备份), restore (恢复), audit (留痕), examine (自检) and repair (修复) an office."""

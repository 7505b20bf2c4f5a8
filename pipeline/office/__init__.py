"""Share what every workflow needs: context, lock, settings, heartbeat, boards."""

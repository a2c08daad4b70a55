"""What crosses between the processes: frames, exit codes, the heartbeat file, events."""

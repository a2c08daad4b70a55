"""What workers use of the machine, measured over time."""

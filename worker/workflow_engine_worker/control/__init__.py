"""What makes a run leave its work: commands, stops, failures of the machine."""

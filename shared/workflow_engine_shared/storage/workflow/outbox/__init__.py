"""What hooks have yet to tell, as rows of `workflow.db`."""

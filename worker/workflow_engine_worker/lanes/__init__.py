"""Items in processes: lanes that run them in batches, what a death costs, and the processes themselves."""

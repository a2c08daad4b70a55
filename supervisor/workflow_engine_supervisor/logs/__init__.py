"""A run's log as readers see it: pages, levels, the growing end."""

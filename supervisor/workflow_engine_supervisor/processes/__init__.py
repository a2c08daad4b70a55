"""Everything that touches a process id: workers, how they start, live and end."""

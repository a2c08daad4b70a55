"""When something is to happen again: cron lines, intervals, single moments. Pure: every function is told the time."""

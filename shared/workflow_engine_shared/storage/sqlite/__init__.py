"""SQLite itself: connections, migrations, named statements."""

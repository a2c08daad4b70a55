"""All rows of one run, carried from one database to another."""

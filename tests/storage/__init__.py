"""A package, so that its modules may be named after the tables, as others' modules are."""

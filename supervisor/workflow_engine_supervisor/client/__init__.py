"""A client of a supervisor: finds it, asks it, follows its streams."""

"""renflow as a service of the user's: what each system's manager is given, and the thin edge that gives it."""

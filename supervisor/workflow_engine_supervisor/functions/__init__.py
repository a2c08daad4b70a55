"""The user's functions as the supervisor knows them."""

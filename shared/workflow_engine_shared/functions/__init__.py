"""The user's functions: how they register, what their signatures say, where their modules lie."""

"""Runs that go on with another version of their flow: whether they can, and what is otherwise there."""

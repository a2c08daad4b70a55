"""The commands of `renflow`, one module a subject."""

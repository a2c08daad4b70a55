"""What functions may reach of the user's files, and which paths of an input lead elsewhere."""

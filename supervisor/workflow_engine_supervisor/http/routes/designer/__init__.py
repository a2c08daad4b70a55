"""What the designer asks for."""

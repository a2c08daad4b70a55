"""What the designer's requests are answered with."""

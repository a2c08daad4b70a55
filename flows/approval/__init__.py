"""An order that a person approves, and a moment to change one's mind."""

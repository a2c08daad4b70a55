"""`renflow doctor`: checks of the home and the machine."""

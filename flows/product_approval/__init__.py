"""The product selection as a person draws it, and somebody who looks before the file is written."""

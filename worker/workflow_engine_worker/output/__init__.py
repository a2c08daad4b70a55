"""What user code prints and logs."""

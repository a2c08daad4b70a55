"""What runs wait for: times that come, forms that people fill in, messages from outside."""

"""What is wrong with a file, or asks for what is not executed: each rule yields problems, all of them are told."""

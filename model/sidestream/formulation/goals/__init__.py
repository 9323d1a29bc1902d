"""What is to be least."""

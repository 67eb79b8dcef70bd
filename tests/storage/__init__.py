"""What is remembered, on a real database."""

"""Digests and the pictures, workbooks and documents made of them."""

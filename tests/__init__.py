"""Proof, from pure functions up to a browser."""

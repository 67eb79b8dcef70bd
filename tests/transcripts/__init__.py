"""Whole conversations as they read on a phone."""

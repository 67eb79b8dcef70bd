"""Delivery under faults: the real process, killed again and again in bad weather."""

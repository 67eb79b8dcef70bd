"""Local stand-ins for the messaging platforms: what the demo shows and what the tests talk to."""

"""The edge: the only place where things are wired together."""

"""Rows, loaders and appliers by subject, migrations; everything that is remembered."""

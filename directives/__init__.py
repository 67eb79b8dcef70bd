"""Directives and plans as data, checked by a schema that names file and line."""

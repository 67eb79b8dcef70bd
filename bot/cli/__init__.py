"""The command line, a file a group of commands; `bot.__main__` puts them together."""

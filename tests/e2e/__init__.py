"""The whole thing, in a browser and with rendered documents."""

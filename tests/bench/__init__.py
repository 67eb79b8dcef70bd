"""`make bench`: what tusoi carries, beside other libraries, on whatever machine this is."""

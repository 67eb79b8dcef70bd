"""The desk: pages for specialist, head and admin, behind a session of their own."""

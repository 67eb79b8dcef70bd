"""What goes over the wire to a platform."""

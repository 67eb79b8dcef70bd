"""What a machine is set up with: image, compose files, units, Windows scripts."""

"""The words of the office: frozen values and rules, no I/O."""

"""The command line: arguments, then one engine call."""

"""The command line: one file a command. It parses arguments and prints; the rest is elsewhere."""

"""What the command line does, one module a command; kargoui.cli reads the arguments."""

"""One rule a module, and its page beside it."""

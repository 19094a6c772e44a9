"""Fuzzing of expressions and templates; see docs/expressions.md for how and what came of it."""

"""Manifests: YAML text to documents and back, edits on the text, validation, bundles of files."""

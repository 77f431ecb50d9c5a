"""Changelogs whose files name what they build on, in Python or Ruby that is never run."""

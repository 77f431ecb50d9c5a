"""Putting hooks in place beside those that are there, taking them away, and proving that they run.

A hook that is not executable is ignored by Git without a word to the server:
so nothing here is believed before a push has proved it.
"""

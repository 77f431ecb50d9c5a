"""Applying what was merged: thin, exact, and impossible to leave half done."""

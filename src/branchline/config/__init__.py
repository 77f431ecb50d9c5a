"""`branchline.toml`: found, read, checked, and made into `Settings`.

What is written is never obeyed halfway: a key that means nothing, or whose
feature does not exist yet, is an error and not a comment.
"""

from branchline.config.load import FILE, find, load

__all__ = ["FILE", "find", "load"]

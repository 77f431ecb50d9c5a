"""`branchline.toml`: found, read, checked, and made into `Settings`.

What is written is never obeyed halfway: a key that means nothing, or whose
feature does not exist yet, is an error and not a comment.
"""

from branchline.config.place import FILE, find
from branchline.model.settings import Settings

__all__ = ["FILE", "find", "load"]


def load(text: bytes, name: str = FILE) -> Settings:
    """Return the settings that a text holds; messages call it `name`.

    Raises:
        ConfigError: it is no TOML, has a key or value that means nothing,
            contradicts itself, or asks for what does not exist yet.
    """
    from branchline.config.text import settings  # most folders have nothing to read

    return settings(text, name)

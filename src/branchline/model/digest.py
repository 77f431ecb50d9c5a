"""SHA-256 without OpenSSL, which takes three milliseconds to load.

The interpreter brings its own. It is slower on long texts, so those are worth
loading the other for.
"""

import sys
from importlib import import_module

_LONG = 100_000  # bytes: from here on OpenSSL has made up for loading it


def sha256(data: bytes) -> str:
    """Return the 64 hex digits of SHA-256 over `data`."""
    own = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
    module = "hashlib" if len(data) > _LONG or "hashlib" in sys.modules else own
    try:
        digest = import_module(module).sha256
    except ImportError:  # pragma: no cover - a Python that was built without it
        digest = import_module("hashlib").sha256
    hexadecimal: str = digest(data).hexdigest()
    return hexadecimal

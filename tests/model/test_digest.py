import hashlib
import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from branchline.model.digest import sha256


@given(st.binary(max_size=300))
def test_is_sha_256(data: bytes) -> None:
    assert sha256(data) == hashlib.sha256(data).hexdigest()


def test_loads_openssl_for_long_texts_only() -> None:
    code = """
import sys
from branchline.model.digest import sha256
short = sha256(b"x")
assert "hashlib" not in sys.modules
sha256(b"x" * 200_000)
assert "hashlib" in sys.modules
assert sha256(b"x") == short
"""

    alone = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    subprocess.run([sys.executable, "-c", code], check=True, env=alone)


def test_a_long_text_has_the_same_sum() -> None:
    text = b"x" * 200_000

    assert sha256(text) == hashlib.sha256(text).hexdigest()

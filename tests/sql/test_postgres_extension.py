import inspect
import os
import subprocess
import sys

import pytest

from branchline.sql.postgres import extension

pytest.importorskip("pgparse")


def test_the_parser_comes_without_inspect_and_leaves_it_whole() -> None:
    code = """
import sys
from branchline.sql.postgres import extension
parser = extension.load()
assert "inspect" not in sys.modules
assert parser.parse("select 1")[0]["stmt"]
import inspect
assert inspect.signature(extension.load)
assert extension.load() is parser
"""

    alone = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    subprocess.run([sys.executable, "-c", code], check=True, env=alone)


def test_what_stands_in_for_inspect_says_what_it_says() -> None:
    flags = vars(extension)["_FLAGS"]

    assert flags == {name: getattr(inspect, name) for name in flags}


def test_inspect_is_left_alone_where_others_may_look() -> None:
    code = """
import sys, threading
from branchline.sql.postgres import extension
extension.load()
assert "inspect" in sys.modules
"""

    subprocess.run([sys.executable, "-c", code], check=True)

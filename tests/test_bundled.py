"""What is shipped beside the code is found."""

import pytest

from branchline.bundled import folder
from branchline.errors import BranchlineError


def test_finds_the_scripts_git_runs() -> None:
    script = folder("hooks") / "pre-receive"

    assert script.read_text().startswith("#!/usr/bin/env python3\n")


def test_says_when_an_installation_is_not_whole() -> None:
    with pytest.raises(BranchlineError, match="has no 'nothing'") as raised:
        folder("nothing")

    assert "install branchline again" in raised.value.hint

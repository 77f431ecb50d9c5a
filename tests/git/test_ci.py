import json
from pathlib import Path

import pytest

from branchline.git.ci import target_branch


@pytest.mark.parametrize(
    ("environ", "branch"),
    [
        ({}, None),
        ({"GITHUB_BASE_REF": ""}, None),
        ({"GITHUB_BASE_REF": "staging"}, "staging"),
        ({"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "prod"}, "prod"),
        ({"SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/release/1"}, "release/1"),
        ({"GITHUB_EVENT_NAME": "merge_group"}, None),
    ],
)
def test_a_request_names_its_target(environ: dict[str, str], branch: str | None) -> None:
    assert target_branch(environ) == branch


@pytest.mark.parametrize(
    ("event", "branch"),
    [({"merge_group": {"base_ref": "refs/heads/main"}}, "main"), ({}, None), ([], None)],
)
def test_a_merge_queue_names_it_in_a_file(
    tmp_path: Path, event: object, branch: str | None
) -> None:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(event))

    found = target_branch({"GITHUB_EVENT_NAME": "merge_group", "GITHUB_EVENT_PATH": str(path)})

    assert found == branch

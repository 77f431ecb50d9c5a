"""The branch that a pull or merge request goes to, as continuous integration says it.

Only the name is taken. The commits that these services name as the base were
frozen when the request was opened; its branch is what counts when it lands.
"""

import json
from collections.abc import Mapping
from pathlib import Path


def target_branch(environ: Mapping[str, str]) -> str | None:
    """Return the target's short branch name; None outside of a request."""
    if environ.get("GITHUB_EVENT_NAME") == "merge_group":
        return _merge_group(environ)
    for name in _TARGETS:
        if found := environ.get(name, "").strip():
            return found.removeprefix("refs/heads/")
    return None


# Sources: each service's list of predefined variables.
_TARGETS = (
    "GITHUB_BASE_REF",  # Gitea and Forgejo too
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",  # GitLab
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",  # Azure
    "CHANGE_TARGET",  # Jenkins
)


def _merge_group(environ: Mapping[str, str]) -> str | None:
    try:
        event = json.loads(Path(environ.get("GITHUB_EVENT_PATH", "")).read_bytes())
        ref = event["merge_group"]["base_ref"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(ref).removeprefix("refs/heads/")

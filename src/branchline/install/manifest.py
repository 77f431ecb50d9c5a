"""What pre-commit and prek offer to repositories that name this one: `.pre-commit-hooks.yaml`.

Each hook reads what it judges from Git, and takes no list of files: the
framework lists no file that a commit removes, and splits long lists over
several processes. `branchline-lint` alone takes files, and so needs no
configuration.
"""

import sys

from branchline.model.value import value


@value
class Offer:
    """One hook of the manifest; `stage` is Git's hook, and `files` whether it takes their names."""

    id: str
    description: str
    entry: str
    stage: str
    files: bool = False


OFFERS = (
    Offer(
        "branchline-lint",
        "judge changed migrations, each with the schema that the changes before it make",
        "branchline lint",
        "pre-commit",
        files=True,
    ),
    Offer(
        "branchline-changelog",
        "judge what is staged as the server will: edits, removals and order too",
        "branchline hooks run changelog",
        "pre-commit",
    ),
    Offer(
        "branchline-commit-msg",
        "refuse a commit for later squashing on an environment's branch",
        "branchline hooks run commit-msg",
        "commit-msg",
        files=True,
    ),
    Offer(
        "branchline-merge",
        "judge a merge into an environment's branch before it is committed",
        "branchline hooks run merge",
        "pre-merge-commit",
    ),
    Offer(
        "branchline-push",
        "judge a push as the server will; the framework tells of its first ref alone",
        "branchline hooks run push",
        "pre-push",
    ),
)


def text() -> str:
    """Return the manifest."""
    return _HEADER + "".join(map(_written, OFFERS))


_HEADER = """\
# What pre-commit and prek offer to repositories that name this one.
# Written by: python -m branchline.install.manifest > .pre-commit-hooks.yaml
"""


def _written(offer: Offer) -> str:
    types = "  types: [sql]\n" if offer.files and offer.stage == "pre-commit" else ""
    always = "" if offer.files else "  always_run: true\n  pass_filenames: false\n"
    return (
        f"- id: {offer.id}\n  name: {offer.id.replace('-', ' ', 1)}\n"
        f"  description: {offer.description!r}\n  entry: {offer.entry}\n  language: python\n"
        f"{types}{always}  stages: [{offer.stage}]\n  require_serial: true\n"
        "  minimum_pre_commit_version: 3.2.0\n"
    )


if __name__ == "__main__":
    sys.stdout.write(text())

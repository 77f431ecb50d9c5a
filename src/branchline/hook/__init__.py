"""A function per Git hook, each returning the exit code that Git acts on.

Git lets a push pass only for code 0, so everything that goes wrong here
refuses: a configuration that cannot be read, a repository that cannot answer,
time that runs out, a fault of ours.
"""

import os
import sys

from branchline.hook.guard import guarded


def pre_receive() -> int:
    """Judge a push before any ref moves."""
    from branchline.hook.observing import is_observing, watched

    if is_observing(os.environ) and hasattr(os, "fork") and not sys.stdin.isatty():
        return watched(sys.stdin.buffer.read())
    from branchline.hook.refusing import pre_receive as hook

    return guarded(lambda deadline: hook(sys.stdin.buffer, os.environ, deadline))


def post_receive() -> int:
    """Wake the deploy of what was accepted, or judge what comes next. Git ignores the code."""
    if sys.argv[1:2] == ["--ahead"]:  # as the shell before this hook starts it
        from branchline.hook.ahead import main

        return guarded(lambda deadline: main(sys.argv[2], deadline))
    from branchline.hook.waking import post_receive as hook

    return guarded(lambda _: hook(sys.stdin.buffer, os.environ))


def pre_commit() -> int:
    """Judge what is staged."""
    from branchline.hook import client

    return guarded(lambda deadline: client.staged(os.environ, deadline))


def pre_merge_commit() -> int:
    """Judge the merge that is about to be committed."""
    from branchline.hook import client

    return guarded(lambda deadline: client.merging(os.environ, deadline))


def commit_msg() -> int:
    """Judge the message of a commit that touches a changelog."""
    from branchline.hook import client

    return guarded(lambda deadline: client.message(sys.argv[1:], os.environ, deadline))


def pre_push() -> int:
    """Judge every ref of a push, before it leaves the clone."""
    from branchline.hook import client

    return guarded(
        lambda deadline: client.pre_push(sys.argv[1:], sys.stdin.buffer, os.environ, deadline)
    )


def post_merge() -> int:
    """Say what a merge brought. Git ignores the code."""
    from branchline.hook import client

    return guarded(lambda deadline: client.post_merge(os.environ, deadline))

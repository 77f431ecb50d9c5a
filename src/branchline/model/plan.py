"""What a deploy would run; its digest is what people approve."""

from branchline.model.value import value


@value
class Step:
    """One changeset on one instance: the SQL in order, and the way back."""

    change: str
    checksum: str
    path: str = ""
    sql: tuple[str, ...] = ()
    rollback: tuple[str, ...] = ()
    transactional: bool = True
    again: bool = False


@value
class Skipped:
    """A changeset that does not run here.

    `held` when it would, had nobody rolled it back by hand.
    """

    change: str
    why: str
    held: bool = False


@value
class Blocked:
    """A gate that is shut: which, when it opens, and who can open it."""

    gate: str
    opens: str
    who: str = ""


@value
class Mismatch:
    """What the database's history and the branch do not agree on; a deploy stops at one.

    `what` is `edited` (ran with another checksum), `missing` (ran, not in the
    tree), `failed` or `unfinished` (a run that did not end).
    """

    change: str
    what: str
    detail: str = ""


@value
class InstancePlan:
    """What would run on one instance, in order."""

    name: str
    changelog: str = ""
    steps: tuple[Step, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()


@value
class Plan:
    """What a deploy of one commit to one environment would run."""

    environment: str
    commit: str
    instances: tuple[InstancePlan, ...] = ()

    @property
    def digest(self) -> str:
        """`sha256:` over environment and steps: equal digests run equal SQL in equal order.

        The commit is left out on purpose: a merge that changes no pending step
        must not void an approval.
        """
        import hashlib
        import json
        from dataclasses import asdict

        steps = [[plan.name, [asdict(step) for step in plan.steps]] for plan in self.instances]
        text = json.dumps([self.environment, steps], sort_keys=True, ensure_ascii=True)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would run."""
        return not any(plan.steps for plan in self.instances)

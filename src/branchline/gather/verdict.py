"""A whole push, judged: what is found, what an emergency lifts, and what is left.

The same for `pre-receive`, `pre-push` and `check`: whoever can say which refs
would move, and what they are now, gets the verdict of the server.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from branchline.config.trusted import Trust, Trusted
from branchline.gather import configurations
from branchline.gather.aliases import Aliases
from branchline.gather.pushes import Elsewhere, Scene, environment_of, ref_update
from branchline.git.objects import Repository
from branchline.git.receive import Push, Received
from branchline.model.finding import Finding, Severity
from branchline.model.refs import BreakGlass, RefUpdate
from branchline.model.settings import Settings
from branchline.model.value import replace, value
from branchline.policy import gates
from branchline.policy.style import asks_for_style

if TYPE_CHECKING:
    from branchline.check import Found
    from branchline.gather.weakening import Weakening
    from branchline.report.values import Report
    from branchline.rule import Enabled

UNLIFTABLE = frozenset(gates.STRUCTURAL) - {"out-of-order"} | {"break-glass-incomplete"}
"""What no emergency lifts: it would rewrite what databases have run, or cannot be judged."""


@value
class Judged:
    """One ref of a push, and what was found; `lifted` are findings that an emergency lets pass.

    `made` are the findings with what made them, `trusted` is what they go by.
    """

    update: RefUpdate
    findings: tuple[Finding, ...] = ()
    fail_on: Severity = Severity.ERROR
    lifted: tuple[Finding, ...] = ()
    made: "tuple[Found, ...]" = ()
    trusted: Trusted | None = None

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings for which the ref may not move."""
        failing = (found for found in self.findings if found.severity >= self.fail_on)
        return tuple(found for found in failing if found not in self.lifted)


@value
class Standing:
    """A branch that goes on being judged by its own configuration, which a push left alone.

    `files` are those beside the configuration that its policy is in.
    """

    ref: str
    commit: str
    settings: Settings
    files: tuple[str, ...] = ()


@value
class Verdict:
    """Everything about a push; `notes` are for whoever reads them, and refuse nothing.

    `weakened` are the refs whose next push is judged by less.
    """

    judged: tuple[Judged, ...] = ()
    notes: tuple[str, ...] = ()
    standing: tuple[Standing, ...] = ()
    weakened: "tuple[Weakening, ...]" = ()

    @property
    def accepted(self) -> bool:
        """Whether the push may happen."""
        return not any(each.refused for each in self.judged)

    @property
    def liftable(self) -> bool:
        """Whether an emergency would let the push happen."""
        refused = [finding for each in self.judged for finding in each.refused]
        return all(finding.rule not in UNLIFTABLE for finding in refused)

    def report(self) -> "Report":
        """Return the verdict as a report writes it."""
        from branchline.report.values import Coverage, Report

        findings = tuple(finding for each in self.judged for finding in each.findings)
        diffs = [diff for each in self.judged for diff in each.update.diffs]
        changesets = [each for diff in diffs for each in (*diff.added, *diff.changed)]
        names = dict.fromkeys(
            each.update.environment.name for each in self.judged if each.update.environment
        )
        count = f"{len(changesets)} change{'' if len(changesets) == 1 else 's'}"
        return Report(
            findings,
            f"{count} for {', '.join(names)}" if names else "no environment's branch",
            Coverage.of(
                (s for each in changesets for s in (*each.statements, *each.undo)),
                (code for each in changesets for code in each.code),
            ),
            min((each.fail_on for each in self.judged), default=Severity.ERROR),
            overridden=self.accepted and any(each.lifted for each in self.judged),
        )


def judge(  # noqa: PLR0913 - each is a fact of its own, named at every call
    push: Push,
    repository: Repository,
    today: date,
    *,
    tips: Callable[[], Mapping[str, str]] | None = None,
    otherwise: Trusted | None = None,
    style: Callable[[RefUpdate], RefUpdate] | None = None,
    elsewhere: Elsewhere | None = None,
) -> Verdict:
    """Judge all refs of a push as one, each environment after those it takes changes from.

    `tips` returns the branches before the push, by full name: the repository's
    own, unless somebody knows others. `otherwise` is what a ref is judged by
    where no configuration can be trusted. `style` adds what sqlfluff says, where
    a policy asks for it: in a clone, never on a server. `elsewhere` is where
    other people's branches are, on which new changes may be told to meet others.

    Raises:
        ConfigError: the trusted configuration cannot be used, or the pushed one could not.
        RepositoryError: the repository cannot answer, or the time is over.
    """
    # Of another repository only the tips are known, and no second name of any.
    aliases = None if tips else Aliases(repository, (line.ref for line in push.received))
    tips = tips or cache(lambda: repository.refs("refs/heads/"))
    trust = Trust(repository, tips)
    notes: dict[str, None] = {}
    known: list[tuple[Received, Trusted]] = []
    lines: list[Received] = []
    weaker: dict[str, Weakening] = {}
    for pushed in push.received:
        found = trust.of(pushed.ref, "" if pushed.creates else pushed.old) or otherwise
        line = _by_its_name(pushed, found, aliases)
        lines.append(line)
        brought = configurations.brought(line, found, trust)
        if brought and trust.is_pinned and not trust.pinned_ref:
            brought = trust.of(line.ref, line.new)
        weakening = configurations.weakening(line, found, brought)
        if weakening:
            weaker[line.ref] = weakening
        if weakening and not weakening.environment:
            notes[f"from now on {', '.join(weakening.what)}"] = None
        if found is not None:
            known.append((line, found))
        elif line.ref.startswith("refs/heads/"):
            notes[_UNGUARDED] = None
    known = [(line, found) for line, found in known if environment_of(line.ref, found.settings)]
    known.sort(key=lambda pair: _position(*pair))
    court = _Court(
        replace(push, received=tuple(lines)),
        repository,
        today,
        tips=tips,
        style=style,
        elsewhere=elsewhere,
        weaker=weaker,
    )
    judged = tuple(court.judged(line, found) for line, found in known)
    notes |= dict.fromkeys(_rollbacks(judged))
    for each in judged:
        if each.refused and each.trusted:
            notes |= dict.fromkeys(configurations.ignored(each.trusted))
    standing = tuple(_standing(push.received, known, trust))
    return Verdict(judged, tuple(notes), standing, tuple(weaker.values()))


_UNGUARDED = (
    "no trusted configuration yet, so nothing is judged: it is read from the branch as it was"
    " before a push, or from where 'branchline hooks install --server REPO --config FILE' says"
)


def _rollbacks(judged: Iterable[Judged]) -> Iterator[str]:
    """Yield a sentence for each environment on which a push rolls changes back."""
    for update in (each.update for each in judged if not each.refused):
        if update.rolls_back and update.environment:
            from branchline.rules.sentences import listing

            names = [entry.change for entry in reversed(update.rolls_back)]
            name = update.environment.name
            yield f"this push takes {listing(names)} away, so {name} rolls back"


class _Court:
    def __init__(  # noqa: PLR0913 - as `judge`
        self,
        push: Push,
        repository: Repository,
        today: date,
        *,
        tips: Callable[[], Mapping[str, str]],
        style: Callable[[RefUpdate], RefUpdate] | None,
        elsewhere: Elsewhere | None,
        weaker: "Mapping[str, Weakening]",
    ) -> None:
        self._weaker = weaker
        self._style = style
        self._elsewhere = elsewhere
        self._push = push
        self._repository = repository
        self._today = today
        self._tips = tips
        self._policies: dict[int, tuple[Trusted, tuple[Enabled, ...]]] = {}

    def judged(self, line: Received, trusted: Trusted) -> Judged:
        update = ref_update(
            line.ref,
            "" if line.creates else line.old,
            "" if line.deletes else line.new,
            self._scene(trusted),
        )
        if line.ref in self._weaker:
            update = replace(update, weakened=self._weaker[line.ref].what)
        made = self._found(update, trusted)
        findings = tuple(one.finding for one in made)
        fail_on = _weight(trusted)
        lifted = _lifted(update, findings, fail_on)
        return Judged(update, findings, fail_on, lifted, made, trusted)

    def _found(self, update: RefUpdate, trusted: Trusted) -> "tuple[Found, ...]":
        if not _is_worth_a_look(update):
            return ()
        from branchline.check import found

        policy = self._policy(trusted)
        if self._style and asks_for_style(policy):
            update = self._style(update)
        return found([update], policy)

    def _scene(self, trusted: Trusted) -> Scene:
        received = self._push.received
        before = {line.ref: line.old for line in received if not line.creates}
        return Scene(
            self._repository,
            trusted.settings,
            {**self._tips(), **before},
            {line.ref: line.new for line in received if not line.deletes},
            self._today,
            _glass(self._push),
            self._elsewhere,
        )

    def _policy(self, trusted: Trusted) -> tuple["Enabled", ...]:
        key = id(trusted)
        if key not in self._policies:
            self._policies[key] = (trusted, configurations.enabled(trusted))
        return self._policies[key][1]


def _is_worth_a_look(update: RefUpdate) -> bool:
    """Whether any rule could find something; loading all of them costs 25 ms.

    What is left when nothing here holds is a branch that grew by commits which
    touch no changelog: only a plug-in may have an opinion about that.
    """
    from branchline.policy.installed import plugin_rules

    return bool(
        update.diffs
        or update.promotions
        or not update.new
        or update.kind != "commit"
        or update.forward is False
        or update.roots
        or update.source_missing
        or update.ancestry
        or update.weakened
        or (update.break_glass and update.break_glass.flaw)
        or any(rule.scope is RefUpdate for rule in plugin_rules())
    )


def _by_its_name(line: Received, found: Trusted | None, aliases: Aliases | None) -> Received:
    """Return a line about the branch that it moves, where an environment has that."""
    if found is None or aliases is None or environment_of(line.ref, found.settings):
        return line
    return line._replace(ref=aliases.ref(line.ref, found.settings.pipeline))


def _standing(
    pushed: Iterable[Received], known: Iterable[tuple[Received, Trusted]], trust: Trust
) -> Iterator[Standing]:
    """Yield the branches that were pushed by their own names and kept their configuration."""
    names = {line.ref for line in pushed}
    for line, found in known:
        both = not (line.creates or line.deletes or trust.is_pinned) and line.ref in names
        both = both and found.settings.pipeline.of_ref(line.ref) is not None
        if both and trust.at(line.old, line.ref) is found:  # not by another branch's
            files = configurations.files_of(found)
            if trust.is_same(line.old, line.new, files):
                yield Standing(line.ref, line.new, found.settings, files)


def _position(line: Received, trusted: Trusted) -> int:
    environment = environment_of(line.ref, trusted.settings)
    order = [each.name for each in trusted.settings.pipeline]
    return order.index(environment.name) if environment else len(order)


def _glass(push: Push) -> BreakGlass | None:
    if "break-glass" not in push.options:
        return None
    options = push.options
    return BreakGlass(options["break-glass"], options.get("reason", ""), push.pusher)


def _weight(trusted: Trusted) -> Severity:
    return Severity[trusted.settings.policy.fail_on.upper()]


def _lifted(
    update: RefUpdate, findings: Iterable[Finding], fail_on: Severity
) -> tuple[Finding, ...]:
    glass = update.break_glass
    if glass is None or glass.flaw:
        return ()
    failing = (finding for finding in findings if finding.severity >= fail_on)
    return tuple(finding for finding in failing if finding.rule not in UNLIFTABLE)

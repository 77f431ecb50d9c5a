"""Where changesets would run, by the configuration: asked once, with the evaluator of a deploy."""

from collections.abc import Iterator, Sequence
from itertools import chain

from branchline.formats.contexts import MalformedError
from branchline.formats.selection import why_not
from branchline.model.changelog import ChangelogDiff, ChangeSet
from branchline.model.environments import Environment, Instance, Pipeline
from branchline.model.reach import Chance, Reach
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.model.value import replace


def with_reach(
    diff: ChangelogDiff, spec: Changelog, pipeline: Pipeline, target: Environment | None = None
) -> ChangelogDiff:
    """Say of each changeset that is judged where it would run; `target` is where a push goes."""
    asked = reaches(spec, pipeline, target) if diff.added or diff.changed else None
    if asked is None:
        return diff
    return replace(
        diff,
        added=tuple(map(asked.about, diff.added)),
        changed=tuple(map(asked.about, diff.changed)),
    )


def reaches(
    spec: Changelog, pipeline: Pipeline, target: Environment | None = None
) -> "Reaches | None":
    """Return what tells where changesets of one changelog run; None without environments."""
    places = [*_places(pipeline, spec)]
    return (
        Reaches(spec, places, target.name if target and target.source else "") if places else None
    )


class Reaches:
    """The environments of one changelog, for one changeset after another."""

    def __init__(
        self, spec: Changelog, places: Sequence[tuple[Environment, Instance]], target: str
    ) -> None:
        """Learn what they have between them."""
        self._spec = spec
        self._places = places
        self._target = target
        instances = [instance for _, instance in places]
        contexts = chain.from_iterable(instance.contexts for instance in instances)
        self._known = tuple(dict.fromkeys(name.lower() for name in contexts))
        properties = chain.from_iterable(instance.properties for instance in instances)
        self._defined = tuple(dict.fromkeys(name for name, _ in properties))

    def about(self, changeset: ChangeSet) -> ChangeSet:
        """Say where it runs; nothing where its contexts cannot be read."""
        scripts = (changeset.script, changeset.rollback)
        text = "".join(script.text for script in scripts if script)
        used = tuple(dict.fromkeys(_PROPERTY.findall(text))) if "${" in text else ()
        try:
            chances = tuple(self._chance(changeset, *place, used) for place in self._places)
            is_open = bool(changeset.contexts.strip()) and not self._why(
                changeset, Instance("", "", "", contexts=(_NOBODYS,))
            )
        except MalformedError:
            return changeset
        words = (word.lower() for word in _NAME.findall(changeset.contexts))
        names = dict.fromkeys(word.strip('"') for word in words if word not in _OPERATORS)
        reach = Reach(
            self._spec.format,
            chances,
            tuple(names),
            self._known,
            self._defined,
            is_open,
            self._target,
        )
        return replace(changeset, reach=reach)

    def _chance(
        self,
        changeset: ChangeSet,
        environment: Environment,
        instance: Instance,
        used: tuple[str, ...],
    ) -> Chance:
        values = dict(instance.properties)
        own = dict(changeset.attributes)  # of Flyway's own settings, where no property is
        missing = tuple(n for n in used if n not in values and f"placeholders.{n}" not in own)
        why = self._why(changeset, instance)
        return Chance(environment.name, instance.name, instance.contexts, why, missing)

    def _why(self, changeset: ChangeSet, instance: Instance) -> str:
        return why_not(changeset, instance, self._spec.engine.dialect)


_NAME = regex(r"[^\s(),!@]+")
_OPERATORS = frozenset({"and", "or", "not"})
_PROPERTY = regex(r"\$\{([\w.-]{1,80}+)\}")
_NOBODYS = "\N{BULLET}"  # a context that no expression can name


def _places(pipeline: Pipeline, spec: Changelog) -> Iterator[tuple[Environment, Instance]]:
    """Yield the instances of a changelog; an environment without any stands for one."""
    for environment in pipeline:
        for instance in environment.instances:
            if instance.changelog == spec.name:
                yield environment, instance
        if not environment.instances:
            yield (
                environment,
                Instance(
                    "",
                    spec.name,
                    "",
                    environment.contexts,
                    environment.labels,
                    environment.properties,
                ),
            )

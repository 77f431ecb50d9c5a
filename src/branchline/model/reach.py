"""Where a changeset would run: every instance of every environment, and what skips it there."""

from branchline.model.value import value


@value
class Chance:
    """One instance, or a whole environment that names none (`instance` is empty then).

    `why` says what skips the changeset: `context dev`; empty where it runs.
    `missing` are the properties that the changeset names and that have no value here.
    """

    environment: str
    instance: str = ""
    contexts: tuple[str, ...] = ()
    why: str = ""
    missing: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name that people call it by: `prod/eu`."""
        return f"{self.environment}/{self.instance}" if self.instance else self.environment


@value
class Reach:
    """What the configured environments make of one changeset.

    `names` stand in its contexts, `known` are those that some instance has, and
    `defined` the properties. `open` says that its contexts hold where only
    others are given: `!prod`. `target` is the environment that a push carries
    it to from another one, empty for any other push and outside one.
    """

    format: str = "plain"
    chances: tuple[Chance, ...] = ()
    names: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    defined: tuple[str, ...] = ()
    open: bool = False
    target: str = ""

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of its contexts that nobody has, where anybody has any."""
        return tuple(name for name in self.names if name not in self.known) if self.known else ()

    @property
    def running(self) -> tuple[Chance, ...]:
        """Where it runs."""
        return tuple(chance for chance in self.chances if not chance.why)

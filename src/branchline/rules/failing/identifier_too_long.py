"""Names that are longer than the server keeps."""

from collections.abc import Iterator

from branchline.model.effects import Engine
from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.new_names import new_names


@rule("identifier-too-long", severity=Severity.WARNING)
def identifier_too_long(
    statement: Statement,
    *,
    max: int = 0,  # noqa: A002 - the option's name in branchline.toml
) -> Iterator[Problem]:
    """A new name is longer than the server allows.

    PostgreSQL cuts it to 63 bytes and says so in a notice that nobody reads:
    two long names become one, and a later migration looks for a name that is
    not there. Other servers refuse it.

    ```sql
    CREATE INDEX orders_with_a_very_long_name_that_nobody_will_ever_read_to_its_end_idx
      ON orders (total); -- finding
    ```

    Choose a shorter one.

    ```sql
    CREATE INDEX orders_total_idx ON orders (total);
    ```

    `max` is how many characters a policy allows where the server would take
    more. Does not fire on the names of things that are there already.

    ```sql
    DROP INDEX orders_with_a_very_long_name_that_nobody_will_ever_read_to_its_end_idx;
    ```

    Known elsewhere as: squawk identifier-too-long, liquibase-linter
    object-name-length and its kin.
    """
    most, unit = _limit(statement.engine)
    for new in new_names(statement):
        length = len(new.name.encode()) if unit == "bytes" else len(new.name)
        if 0 < max < len(new.name):
            yield Problem(
                f"{new.name} has {len(new.name)} characters: the policy allows {max}",
                "choose a shorter name",
            )
        elif length > most:
            does = "cuts it" if statement.engine.dialect == "postgres" else "refuses it"
            yield Problem(
                f"{new.name} has {length} {unit}: the server {does} at {most}",
                "choose a shorter name",
            )


def _limit(engine: Engine) -> tuple[int, str]:
    if engine.dialect == "oracle" and engine.version and engine.version < (12, 2):
        return 30, "bytes"
    return _LIMITS.get(engine.dialect, (1_000_000, "characters"))


_LIMITS = {
    "postgres": (63, "bytes"),
    "mysql": (64, "characters"),
    "mariadb": (64, "characters"),
    "tsql": (128, "characters"),
    "oracle": (128, "bytes"),
}

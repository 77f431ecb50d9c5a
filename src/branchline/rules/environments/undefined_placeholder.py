"""Placeholders that nothing in the repository has a value for."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("undefined-placeholder")
def undefined_placeholder(changeset: ChangeSet) -> Iterator[Problem]:
    """A Flyway script uses `${name}`, and nothing gives it a value.

    Flyway stops at it: "No value provided for placeholder". It looks in comments
    and in strings, too.

    ```environments
    dev: dev schema=app
    change: lacks reader     -- finding
    ```

    Add it to `[flyway.placeholders]` of `flyway.toml`, or to
    `[environments.NAME.properties]`. A script that means the letters themselves
    says `placeholderReplacement=false` in a file beside it, `V1__words.sql.conf`.

    Without `flyway.toml`, `flyway.conf` and environments it is a warning: then
    the values may be given on the command line, or by the program that starts
    Flyway.

    Does not fire where an environment has a property of that name:
    `undefined-property` says when another one has not.

    ```environments
    dev: dev schema=app
    change: lacks schema
    ```

    Known elsewhere as: Flyway, when it migrates.
    """
    reach = changeset.reach
    defined = reach.defined if reach is not None else ()
    names = [f"${{{name}}}" for name in changeset.lacking() if name not in defined]
    if names:
        where = dict(changeset.attributes).get("settings", "")
        has = f"neither {where} nor any environment has one" if where else "nothing here has one"
        yield Problem(
            f"{changeset.change} needs a value for {listing(names)}, and {has}",
            f"add it to [flyway.placeholders] of {where or 'flyway.toml'},"
            " or to the properties of the environments",
            doubtful=reach is None and not where,
        )

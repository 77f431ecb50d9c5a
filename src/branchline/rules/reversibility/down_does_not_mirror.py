"""Ways back that do not lead to where the change began."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet, Reversal
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.reversibility.mirror import mirror
from branchline.rules.reversibility.opaque import is_opaque
from branchline.rules.sentences import listing


@rule("down-does-not-mirror", severity=Severity.WARNING)
def down_does_not_mirror(changeset: ChangeSet) -> Iterator[Problem]:
    """A rollback leaves another schema than the one before the change.

    Who rolls back and deploys again meets what was left: the change fails on a
    table that is there already, or a column is missing that the old code reads.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, note text);
    -- changeset 0002_more
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    ALTER TABLE orders ADD COLUMN region text;
    ALTER TABLE orders DROP COLUMN note;
    -- rollback
    ALTER TABLE orders DROP COLUMN region; -- finding
    ```

    Undo each statement of the change, the last one first. What cannot be brought
    back is said: `-- branchline: irreversible(reason)`.

    Does not fire on rows, on the order of columns, on extensions, schemas and roles
    that are left, on tables that the changelog does not know, when the changeset
    says that there is no way back, or when one of its halves runs code that cannot
    be read.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, note text);
    -- changeset 0002_more
    CREATE EXTENSION IF NOT EXISTS hstore;
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    CREATE INDEX parcels_id ON parcels (id);
    ALTER TABLE orders DROP COLUMN note;
    -- rollback
    ALTER TABLE orders ADD COLUMN note text;
    DROP TABLE parcels;
    ```

    Known elsewhere as: nothing.
    """
    schemas = changeset.schemas
    if schemas is None or is_opaque(changeset.statements) or is_opaque(changeset.undo):
        return
    if changeset.reversal is Reversal.IRREVERSIBLE:
        return
    place = changeset.undo[0].place
    found = mirror(schemas)
    if found.left:
        yield Problem(f"the rollback leaves {listing(found.left)} behind", _WAY_OUT, place)
    if found.lacking:
        yield Problem(f"the rollback does not bring {listing(found.lacking)} back", _WAY_OUT, place)
    if found.other:
        yield Problem(f"the rollback does not restore {listing(found.other)}", _WAY_OUT, place)


_WAY_OUT = "undo each statement of the change, the last one first"

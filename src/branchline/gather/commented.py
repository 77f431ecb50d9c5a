"""Whether two texts of a change are the same statements."""

from branchline.model.changelog import ChangeSet


def same_sql(before: ChangeSet, after: ChangeSet, dialect: str) -> bool:
    """Whether both are the same statements; a comment inside one is a part of it."""
    if before.script is None or after.script is None:
        return False
    from branchline.sql.split import split

    was, now = (
        [(piece.text, piece.data, piece.terminated) for piece in split(script.text, dialect)]
        for script in (before.script, after.script)
    )
    return was == now

"""What the commits of a push say of it, for those who promote by merging and by nothing else.

Facts about commits, not about changes: a squash brings the same changes as a
merge, and is no merge.
"""

from branchline.model.value import value


@value
class StrayCommit:
    """A commit of a push that is no merge, and that nobody has whom it may come from.

    They are the branch as it was, its source and the environments above.
    `lower` names an environment below the source that has it; `proposed` says
    that the source's own tip in this push does.
    """

    oid: str
    subject: str = ""
    lower: str = ""
    proposed: bool = False
    touches: bool = False


@value
class EvilMerge:
    """A merge whose changelogs are not what its parents have between them.

    The paths are those that it adds, edits or drops by itself.
    """

    oid: str
    subject: str = ""
    added: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@value
class Ancestry:
    """What keeps a push from being a row of merges of the source.

    `foxtrot` is the commit whose first parent is not of the branch's own line,
    which would end there; empty where nobody asked.
    """

    strays: tuple[StrayCommit, ...] = ()
    evil: tuple[EvilMerge, ...] = ()
    foxtrot: str = ""

    def __bool__(self) -> bool:
        """Whether anything does."""
        return bool(self.strays or self.evil or self.foxtrot)

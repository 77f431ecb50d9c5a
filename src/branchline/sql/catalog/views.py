"""Views: made, dropped, renamed; they follow what they read."""

from branchline.model.operations.objects import CreateView, DropView, RefreshView
from branchline.model.schema import View
from branchline.model.value import replace
from branchline.sql.catalog.draft import Draft


def create_view(draft: Draft, operation: CreateView) -> None:
    """CREATE [OR REPLACE] [MATERIALIZED] VIEW."""
    key = draft.before.new_key(operation.view)
    if operation.if_not_exists and draft.exists(key):
        return
    draft.put_view(
        View(
            key,
            materialized=operation.materialized,
            columns=operation.columns,
            reads=tuple(dict.fromkeys(draft.key(name) for name in operation.reads)),
            star=operation.star,
            mentions=_mentions(draft, operation),
            filled=operation.with_data or not operation.materialized,
        )
    )


def refresh_view(draft: Draft, operation: RefreshView) -> None:
    """REFRESH MATERIALIZED VIEW; WITH NO DATA takes its rows away."""
    view = draft.views.get(draft.key(operation.view))
    if view is not None and view.filled is not operation.with_data:
        draft.put_view(replace(view, filled=operation.with_data))


def drop_view(draft: Draft, operation: DropView) -> None:
    """DROP VIEW; the views that read it only go with CASCADE."""
    key = draft.key(operation.view)
    if operation.cascade:
        drop_readers(draft, key)
    _forget(draft, key)


def drop_readers(draft: Draft, relation: str) -> None:
    """Leave out the views that read a table or view, and the views that read those."""
    waiting = [*draft.readers(relation)]
    while waiting:
        view = waiting.pop()
        waiting.extend(draft.readers(view))
        _forget(draft, view)


def follow_readers(draft: Draft, old: str, new: str) -> None:
    """Let the views that read a table or view know its new name."""
    for name in draft.readers(old):
        view = draft.views.get(name)
        if view is not None:
            reads = tuple(new if read == old else read for read in view.reads)
            draft.put_view(replace(view, reads=reads))


def rename_view(draft: Draft, old: str, new: str) -> None:
    """Give a view another name or schema."""
    view = draft.take_view(old)
    if view is None or old == new:
        return
    draft.move_grants(old, new)
    indexes = draft.indexes_of(old)
    for index in indexes:
        draft.take_index(index.name)
    draft.put_view(replace(view, name=new))
    for index in indexes:
        draft.put_index(replace(index, table=new))
    follow_readers(draft, old, new)


def follow_column(draft: Draft, table: str, old: str, new: str) -> None:
    """Let the views that read a table know the new name of its column."""
    for name in draft.readers(table):
        view = draft.views.get(name)
        if view is not None and old in view.mentions:
            mentions = tuple(new if one == old else one for one in view.mentions)
            draft.put_view(replace(view, mentions=mentions))


def _mentions(draft: Draft, operation: CreateView) -> tuple[str, ...]:
    """Return the columns that a view depends on; of many tables a `*` tells nothing."""
    if not operation.star or len(operation.reads) != 1:
        return operation.mentions
    table = draft.tables.get(draft.key(operation.reads[0]))
    columns = (column.name for column in table.columns) if table is not None else ()
    return tuple(dict.fromkeys((*operation.mentions, *columns)))


def _forget(draft: Draft, key: str) -> None:
    draft.move_grants(key)
    if draft.take_view(key) is not None:
        for index in draft.indexes_of(key):
            draft.take_index(index.name)

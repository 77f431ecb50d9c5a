"""A schema that came out of a note is changed and read as any other."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from branchline.gather.stored import Stored, packed, unpacked
from branchline.model.names import Names
from branchline.model.schema import Catalog, Table

NAMES = st.sampled_from("abcdef")
STEPS = st.lists(st.tuples(NAMES, st.none() | st.integers(0, 2)), max_size=12)
VALUES = st.dictionaries(NAMES, st.integers(0, 2))


@given(VALUES, STEPS, STEPS)
def test_it_is_the_map_that_was_stored(
    values: dict[str, int],
    steps: list[tuple[str, int | None]],
    others: list[tuple[str, int | None]],
) -> None:
    plain = Names(values)
    stored: Names[int] = Stored({name: pickle.dumps(found) for name, found in values.items()})
    model, other_model = changed(plain, steps), changed(plain, others)
    found, other = changed(stored, steps), changed(stored, others)

    assert dict(found) == dict(model)
    assert len(found) == len(model)
    assert sorted(found.unlike(other)) == sorted(model.unlike(other_model))
    assert sorted(found.unlike(other_model)) == sorted(model.unlike(other_model))
    assert sorted(model.unlike(other)) == sorted(model.unlike(other_model))
    for name in "abcdefg":
        assert (name in found, found.get(name, 9)) == (name in model, model.get(name, 9))
    assert pickle.loads(pickle.dumps(found)) == dict(model)  # noqa: S301 - dumped here


def test_what_is_stored_again_keeps_what_nobody_asked_for() -> None:
    tables = Names({name: Table(name) for name in ("orders", "carts", "users")})
    first = unpacked(packed(Catalog(tables=tables)))
    changed = first.tables.put("orders", Table("orders", rows=True)).without("carts")

    again = unpacked(packed(Catalog(tables=changed, default_schema="shop")))

    assert dict(again.tables) == {"orders": Table("orders", rows=True), "users": Table("users")}
    assert again.default_schema == "shop"
    assert again.tables["users"] is again.tables["users"]


def changed(names: Names[int], steps: list[tuple[str, int | None]]) -> Names[int]:
    for name, value in steps:
        names = names.without(name) if value is None else names.put(name, value)
    return names

"""The rules about graphs where many are concerned, and what they advise."""

import pytest

from branchline.model.changelog import ChangelogDiff, ChangeSet, Entry, Order, Outline
from branchline.model.statement import Statement
from branchline.rules.changelog.circular_parents import circular_parents
from branchline.rules.changelog.duplicate_id import duplicate_id
from branchline.rules.changelog.inserted_below import inserted_below
from branchline.rules.changelog.missing_parent import missing_parent
from branchline.rules.changelog.multiple_heads import multiple_heads
from branchline.rules.reversibility.missing_rollback import missing_rollback


def entry(name: str, place: int, *parents: str, track: str = "") -> Entry:
    return Entry(
        name,
        name,
        f"db/{name}.py",
        Order(0, (place,), name),
        parents=parents,
        follows=parents,
        track=track,
    )


def added(
    *entries: Entry, format_: str = "alembic", applied: tuple[Entry, ...] = ()
) -> ChangelogDiff:
    sets = tuple(ChangeSet(each) for each in entries)
    return ChangelogDiff(format=format_, applied=Outline(applied), added=sets)


@pytest.mark.parametrize(
    ("format_", "hint"),
    [
        ("alembic", "join them: alembic merge heads"),
        ("django", "join them: python manage.py makemigrations --merge"),
        ("other", "add a change that builds on both"),
    ],
)
def test_says_how_heads_are_joined(format_: str, hint: str) -> None:
    one, two = entry("a", 1, track="shop"), entry("b", 2, track="shop")

    [problem] = multiple_heads(added(one, two, format_=format_))

    assert problem.message == "b and a are both the newest of shop"
    assert problem.hint.startswith(hint)


def test_many_heads_are_counted() -> None:
    [problem] = multiple_heads(added(*(entry(name, n) for n, name in enumerate("abcdef"))))

    assert problem.message == "f and c, d, e and 2 more are both the newest"


def test_tracks_have_a_head_each() -> None:
    assert not list(multiple_heads(added(entry("a", 1, track="x"), entry("b", 2, track="y"))))


def test_a_long_circle_names_some_of_it() -> None:
    names = "abcdefg"
    tied = [entry(name, n, names[n - 1]) for n, name in enumerate(names)]

    [problem] = circular_parents(added(*tied, entry("end", 10, "top"), entry("top", 9, "g")))

    assert problem.message.startswith("a, b, c, d, e and 2 more build on each other in a circle")


def test_an_old_change_that_loses_its_parent_is_named() -> None:
    child = entry("b", 2, "a")
    diff = ChangelogDiff(
        format="django", applied=Outline((entry("a", 1), child)), removed=(entry("a", 1),)
    )

    [problem] = missing_parent(diff)

    assert problem.message == "b builds on a, which is not in the changelog"


def test_a_twin_needs_an_id_of_its_own() -> None:
    [problem] = duplicate_id(added(entry("a", 2), applied=(entry("a", 1),)))

    assert problem.hint == "give db/a.py an id of its own"


def test_all_that_an_old_change_needs_stands_below_it() -> None:
    diamond = (entry("b", 2), entry("c", 3, "b"), entry("d", 4, "b"))
    old = entry("z", 5, "c", "d")

    found = [problem.change for problem in inserted_below(added(*diamond, applied=(old,)))]

    assert found == ["b", "c", "d"]


def test_nothing_new_stands_below_nothing() -> None:
    assert not list(inserted_below(ChangelogDiff(applied=Outline((entry("a", 1),)))))


def test_an_entry_takes_the_place_that_it_has_now() -> None:
    before, after = entry("b", 2, "a"), entry("b", 5, "c", track="x")

    moved = before.moved_to(after)

    assert moved == after
    assert moved.moved_to(after) is moved


def test_code_has_the_way_back_of_its_tool() -> None:
    statement = Statement(text="DROP TABLE a")
    changeset = ChangeSet(entry("a", 1), statements=(statement,), runner="django")

    [problem] = missing_rollback(changeset)

    assert problem.hint == "give each of its steps the way back that django would take"

"""Who holds which change: values in, values out."""

from branchline.gather.promotions import Sides, promotion
from branchline.model.changelog import Entry, Kind, Order, Outline
from branchline.model.environments import Environment
from branchline.model.refs import Promotion

DEV = Environment("dev", "dev")


def view(text: str) -> Entry:
    return Entry("R__v", "R:v", "R__v.sql", Order(1, (), "v"), Kind.REPEATABLE, oid=text)


def same(one: Entry, other: Entry) -> bool:
    return (one.path, one.oid) == (other.path, other.oid)


def brought(old: str, new: str, source: str, *, base: str = "", upper: str = "") -> Promotion:
    """What a push of one repeatable change brings; an empty text stands for its absence."""
    held = {
        text: Outline((view(text),) if text else ()) for text in (old, new, source, base, upper)
    }
    sides = Sides(
        held[old],
        held[new],
        DEV,
        held[source],
        uppers=(("prod", held[upper]),),
        bases=(held[base],),
    )
    return promotion("app", sides, same)


def test_a_repeatable_changes_text_comes_from_the_source() -> None:
    found = brought("1", "2", "2")

    assert [entry.oid for entry in found.fresh] == ["2"]
    assert not found.carried
    assert not found.clashes


def test_a_repeatable_change_may_lag_behind_the_source() -> None:
    found = brought("1", "1", "2")

    assert not found.fresh
    assert not found.carried
    assert not found.clashes


def test_an_older_text_of_the_source_is_promoted_as_it_was() -> None:
    found = brought("1", "2", "3", base="2")

    assert not found.carried


def test_a_text_that_the_source_never_had_is_carried_past_it() -> None:
    found = brought("1", "4", "2", base="2")

    [carried] = found.carried
    assert not carried.was_here
    assert not found.clashes


def test_a_text_may_come_back_from_above() -> None:
    found = brought("1", "4", "2", upper="4")

    assert [carried.upper for carried in found.carried] == ["prod"]


def test_a_repeatable_change_is_never_missing() -> None:
    assert not brought("", "", "2").missing

from dataclasses import asdict
from dataclasses import replace as replace_dataclass
from functools import cached_property

import pytest

from branchline.model.value import replace, value


@value
class Base:
    name: str


@value
class Sized(Base):
    size: int = 1
    tags: tuple[str, ...] = ()

    @cached_property
    def twice(self) -> int:
        return 2 * self.size


@value
class Other(Base):
    size: int = 1
    tags: tuple[str, ...] = ()


def test_fields_are_inherited_and_have_defaults() -> None:
    assert Sized("a") == Sized(name="a", size=1, tags=())
    assert Sized("a", 2).size == 2
    assert hash(Sized("a")) == hash(Sized("a", 1))


def test_values_of_two_types_differ() -> None:
    assert len({Sized("a"), Other("a"), Sized("b")}) == 3


def test_says_what_it_is() -> None:
    assert repr(Sized("a", 2)) == "Sized(name='a', size=2, tags=())"


def test_matches_by_position_and_name() -> None:
    match Sized("a", 2):
        case Sized(name, size=size):
            assert (name, size) == ("a", 2)


def test_is_replaced_not_changed() -> None:
    before = Sized("a")

    after = replace(before, size=3)

    assert (before.size, after.size) == (1, 3)
    assert asdict(after) == {"name": "a", "size": 3, "tags": ()}
    with pytest.raises(AttributeError, match="Sized is frozen: 'size'"):
        before.size = 9  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del before.size


def test_what_was_computed_is_not_replaced_along() -> None:
    before = Sized("a", 2)
    assert before.twice == 4

    after = replace(before, size=3)

    assert after.twice == 6
    assert after == replace_dataclass(before, size=3)


def test_replacing_what_is_not_there_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"has no \['colour'\]"):
        replace(Sized("a"), colour="red")  # type: ignore[call-arg]


def test_a_mistake_in_the_call_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"'name'"):
        Sized()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="'colour'"):
        Sized("a", colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="4"):
        Sized("a", 1, (), 4)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"twice|multiple"):
        Sized("a", name="b")  # type: ignore[misc]


@value
class Defaulted:
    size: int = 1


@value
class Mixed(Defaulted):
    name: str  # type: ignore[misc] # as inheriting allows


def test_the_thousandth_value_is_as_the_first() -> None:
    made = [Sized("a", n, tags=("x",)) for n in range(1000)]

    assert made[0] == Sized("a", 0, ("x",))
    assert made[-1] == Sized(name="a", size=999, tags=("x",))
    assert Sized("b") == Sized("b", 1, ())
    assert replace(made[-1], name="c") == Sized("c", 999, ("x",))
    assert asdict(made[-1]) == {"name": "a", "size": 999, "tags": ("x",)}
    assert made[-1].twice == 1998
    with pytest.raises(AttributeError, match="frozen"):
        made[-1].size = 9  # type: ignore[misc]
    for mistaken in ({}, {"name": "a", "colour": "red"}):
        with pytest.raises(TypeError, match=r"name|colour"):
            Sized(**mistaken)  # type: ignore[arg-type]


def test_a_field_without_a_default_may_follow_one_that_has_some() -> None:
    made = [Mixed(n, "a") for n in range(1000)]

    assert made[7] == Mixed(size=7, name="a")
    assert Mixed(name="b") == Mixed(1, "b")

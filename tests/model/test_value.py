from dataclasses import asdict, replace

import pytest

from branchline.model.value import value


@value
class Base:
    name: str


@value
class Sized(Base):
    size: int = 1
    tags: tuple[str, ...] = ()


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


def test_a_mistake_in_the_call_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"needs \['name'\]"):
        Sized()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"has no \['colour'\]"):
        Sized("a", colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"has no \[4\]"):
        Sized("a", 1, (), 4)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="twice"):
        Sized("a", name="b")  # type: ignore[misc]

import pickle
import subprocess
import sys
from copy import copy

from hypothesis import given
from hypothesis import strategies as st

from branchline.model.names import Names

KEYS = st.text(max_size=3)
NAMES = st.dictionaries(KEYS, st.integers())


@given(st.dictionaries(KEYS, st.integers()), KEYS, st.integers())
def test_put_says_the_new_value_and_leaves_the_old_map_alone(
    items: dict[str, int], key: str, value: int
) -> None:
    before = Names(items)

    after = before.put(key, value)

    assert dict(before) == items
    assert dict(after) == {**items, key: value}
    assert len(after) == len(dict(after))


@given(st.dictionaries(KEYS, st.integers()), KEYS)
def test_without_leaves_one_name_out(items: dict[str, int], key: str) -> None:
    before = Names(items)

    after = before.without(key)

    assert dict(before) == items
    assert dict(after) == {name: value for name, value in items.items() if name != key}
    assert len(after) == len(dict(after))


def test_a_missing_name_is_a_key_error_and_get_says_none() -> None:
    names = Names({"orders": 1})

    assert names.get("carts") is None
    assert "carts" not in names
    assert names["orders"] == 1


@given(NAMES, NAMES)
def test_unlike_names_what_a_comparison_name_by_name_would(
    one: dict[str, int], other: dict[str, int]
) -> None:
    found = {*Names(one).unlike(Names(other))}

    assert found == {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


@given(NAMES)
def test_a_map_is_not_unlike_itself_or_its_copy(items: dict[str, int]) -> None:
    names = Names(items)

    assert [*names.unlike(names), *names.unlike(Names(items))] == []


def test_names_are_found_in_a_map_that_another_process_wrote() -> None:
    write = (
        "import pickle, sys; from branchline.model.names import Names;"
        "sys.stdout.buffer.write(pickle.dumps(Names({str(n): n for n in range(99)})))"
    )

    written = [
        subprocess.run(
            [sys.executable, "-c", write],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    for each in written:
        names = pickle.loads(each)  # noqa: S301 - written above
        assert [names[str(n)] for n in range(99)] == [*range(99)]


def test_survives_being_copied() -> None:
    names = Names({"orders": 1, "carts": 2})

    assert copy(names) == names

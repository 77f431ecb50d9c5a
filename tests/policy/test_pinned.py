"""A pinned bundle counts by what it says: what was agreed on stays what it was."""

from hashlib import sha256

import pytest

from branchline.errors import ConfigError
from branchline.policy.bundles import ReadFile, expanded
from branchline.toml.at import At

AT = At("branchline.toml", "policy.extends")
TEXT = "[rules]\ndrop-table = 'error'\n"
PLACE = "git:policy-3:online.toml"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def files(**contents: str) -> ReadFile:
    named = {f"git:policy-3:{name}.toml": text.encode() for name, text in contents.items()}
    return named.get


def test_a_bundle_with_the_digest_that_was_pinned_counts() -> None:
    name = f"{PLACE}@sha256:{digest(TEXT)}"

    [bundle] = expanded((name,), files(online=TEXT), AT)

    assert bundle.rules == {"drop-table": "error"}
    assert bundle.origin == name


def test_a_bundle_that_says_something_else_stops_the_run() -> None:
    weaker = TEXT.replace("error", "off")

    with pytest.raises(ConfigError, match="is not what was pinned") as raised:
        expanded((f"{PLACE}@sha256:{digest(TEXT)}",), files(online=weaker), AT)

    assert digest(weaker) in raised.value.message


def test_a_bundle_that_is_not_here_is_fetched_by_a_person() -> None:
    with pytest.raises(ConfigError, match="names no file that is here") as raised:
        expanded((f"{PLACE}@sha256:{digest(TEXT)}",), files(), AT)

    assert "git fetch" in raised.value.hint


@pytest.mark.parametrize(
    "name",
    [
        PLACE,
        f"{PLACE}@sha256:0",
        f"git:@sha256:{digest(TEXT)}",
        f"git:v1:../x.toml@sha256:{digest(TEXT)}",
        f"git:v1:/etc/x.toml@sha256:{digest(TEXT)}",
        f"git:v1~2:x.toml@sha256:{digest(TEXT)}",
        f"git:v1:a\n.toml@sha256:{digest(TEXT)}",
    ],
)
def test_a_bundle_without_a_whole_pin_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="pins no bundle") as raised:
        expanded((name,), files(online=TEXT), AT)

    assert "sha256sum" in raised.value.hint


def test_a_pinned_bundle_does_not_build_on_a_file_that_anybody_may_change() -> None:
    text = "extends = ['own.toml']\n"

    with pytest.raises(ConfigError, match=r"names a file that is not pinned: 'own\.toml'"):
        expanded((f"{PLACE}@sha256:{digest(text)}",), files(online=text), AT)


def test_a_pinned_bundle_builds_on_others() -> None:
    base = f"git:policy-3:base.toml@sha256:{digest(TEXT)}"
    text = f"extends = ['promotion', '{base}']\n"
    name = f"{PLACE}@sha256:{digest(text)}"

    found = expanded((name,), files(online=text, base=TEXT), AT)

    assert [bundle.origin for bundle in found] == ["promotion", base, name]


def test_more_bundles_than_anybody_has_are_refused() -> None:
    chain = {
        f"{n}.toml": f"extends = {[f'{n + m}.toml' for m in (1, 2)]}".encode() for n in range(40)
    }
    wide = {f"w{n}.toml": b"" for n in range(150)}

    with pytest.raises(ConfigError, match="in a circle"):
        expanded(("0.toml",), chain.get, AT)
    with pytest.raises(ConfigError, match="more than 100"):
        expanded(("w.toml",), {**wide, "w.toml": f"extends = {list(wide)}".encode()}.get, AT)
    with pytest.raises(ConfigError, match="more than 100"):
        expanded(tuple(wide), wide.get, AT)

"""Bundles are found, and count in the order that people expect."""

from collections.abc import Mapping

import pytest

from branchline.errors import ConfigError
from branchline.policy.bundles import ReadFile, expanded, shipped
from branchline.toml.at import At

AT = At("branchline.toml", "policy.extends")


def files(contents: Mapping[str, str]) -> ReadFile:
    return lambda path: contents[path].encode() if path in contents else None


def order(extends: tuple[str, ...], contents: Mapping[str, str]) -> list[str]:
    return [bundle.origin for bundle in expanded(extends, files(contents), AT)]


def test_what_a_bundle_extends_comes_before_it_and_once() -> None:
    contents = {
        "base.toml": "",
        "a.toml": "extends = ['base.toml']",
        "b.toml": "extends = ['base.toml']",
    }

    assert order(("a.toml", "b.toml"), contents) == ["base.toml", "a.toml", "b.toml"]


def test_what_is_named_itself_counts_where_it_stands() -> None:
    contents = {"base.toml": "", "a.toml": "extends = ['base.toml']"}

    assert order(("a.toml", "base.toml"), contents) == ["a.toml", "base.toml"]


def test_a_file_may_extend_what_is_shipped() -> None:
    assert order(("p/a.toml",), {"p/a.toml": "extends = ['default']"}) == ["default", "p/a.toml"]


@pytest.mark.parametrize(
    ("name", "contents", "message", "hint"),
    [
        ("defualt", {}, "branchline.toml: policy.extends names no bundle 'defualt'", "'default'?"),
        ("a.toml", {}, "branchline.toml: policy.extends names no file: 'a.toml'", "top"),
        ("../a.toml", {}, "branchline.toml: policy.extends leaves the repository", "inside"),
        ("/etc/a.toml", {}, "branchline.toml: policy.extends leaves the repository", "inside"),
        ("p/a\n.toml", {}, "branchline.toml: policy.extends leaves the repository", "inside"),
        (
            "a.toml",
            {"a.toml": "extends = ['b.toml']", "b.toml": "extends = ['a.toml']"},
            "b.toml: extends goes in a circle: a.toml extends b.toml extends a.toml",
            "",
        ),
        ("a.toml", {"a.toml": "extends = ['b']"}, "a.toml: extends names no bundle 'b'", "known"),
        ("a.toml", {"a.toml": "rule = {}"}, "a.toml has no key 'rule'", "did you mean 'rules'?"),
        ("a.toml", {"a.toml": "[rules"}, "a.toml:1:7: expected ']'", ""),
        ("a.toml", {"a.toml": "rules.x = 'eror'"}, "a.toml: rules.x must be 'error'", "'error'?"),
    ],
)
def test_says_what_is_wrong_with_a_bundle(
    name: str, contents: Mapping[str, str], message: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        expanded((name,), files(contents), AT)

    assert raised.value.message.startswith(message)
    assert hint in raised.value.hint


def test_bundles_that_share_their_bases_are_each_read_once() -> None:
    asked: list[str] = []
    contents = {f"{n}.toml": f"extends = ['{n + 1}.toml', '{n + 1}.toml']" for n in range(12)}
    read = files(contents | {"12.toml": ""})

    def counting(path: str) -> bytes | None:
        asked.append(path)
        return read(path)

    expanded(("0.toml",), counting, AT)

    assert len(asked) == 13


def test_a_chain_without_end_is_refused() -> None:
    with pytest.raises(ConfigError, match="goes in a circle"):
        expanded(("0.toml",), lambda path: f"extends = ['{path}.toml']".encode(), AT)


def test_bundles_are_shipped() -> None:
    assert {"default", "postgres-online", "promotion", "strict"} <= set(shipped())

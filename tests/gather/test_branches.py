import pytest

from branchline.gather.branches import environments


@pytest.mark.parametrize(
    ("branches", "chain"),
    [
        ({"dev", "staging", "prod", "main"}, "dev staging prod"),
        ({"develop", "master"}, "develop master"),
        ({"develop", "qa", "uat", "production", "feature"}, "develop qa uat production"),
        ({"main", "staging", "production"}, "main staging production"),
        ({"main", "staging"}, "main staging"),
        ({"main", "live-search"}, "main"),
        (set(), "main"),
        ({"master"}, "master"),
    ],
)
def test_stages_follow_each_other(branches: set[str], chain: str) -> None:
    found = environments(branches)

    assert [environment.name for environment in found] == chain.split()
    assert [environment.source for environment in found] == ["", *chain.split()[:-1]]


def test_the_last_stage_of_several_is_production() -> None:
    assert [e.tier for e in environments({"dev", "main"})] == ["", "production"]
    assert [e.tier for e in environments({"main"})] == [""]
    assert [e.tier for e in environments({"main", "prod"})] == ["", "production"]

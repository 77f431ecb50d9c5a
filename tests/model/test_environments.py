from branchline.model.environments import Environment, Pipeline

DEV = Environment("dev", "dev")
STAGING = Environment("staging", "staging", source="dev")
PROD = Environment("prod", "refs/heads/prod", source="staging")
PIPELINE = Pipeline((DEV, STAGING, PROD))


def test_below_is_nearest_first() -> None:
    assert PIPELINE.below(PROD) == (STAGING, DEV)
    assert PIPELINE.below(DEV) == ()


def test_above_is_nearest_first() -> None:
    assert PIPELINE.above(DEV) == (STAGING, PROD)
    assert PIPELINE.above(PROD) == ()


def test_is_found_by_its_full_ref_only() -> None:
    assert PIPELINE.of_ref("refs/heads/prod") == PROD
    assert PIPELINE.of_ref("refs/tags/prod") is None
    assert PIPELINE.of_ref("prod") is None


def test_iterates_in_order_and_finds_by_name() -> None:
    assert [environment.name for environment in PIPELINE] == ["dev", "staging", "prod"]
    assert PIPELINE.named("staging") == STAGING
    assert PIPELINE.named("qa") is None


def test_a_cycle_does_not_stall() -> None:
    left = Environment("left", "left", source="right")
    right = Environment("right", "right", source="left")

    below = Pipeline((left, right)).below(left)

    assert below == (right, left)

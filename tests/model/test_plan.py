from dataclasses import replace

from branchline.model.plan import InstancePlan, Plan, Skipped, Step

STEP = Step("0001_users", "sha256:1", "db/0001_users.sql", ("CREATE TABLE users (id int)",))
PLAN = Plan("prod", "c0ffee", (InstancePlan("main", "app", (STEP,)),))


def test_the_digest_names_the_sql_and_its_order() -> None:
    other = replace(STEP, sql=("DROP TABLE users",))
    changed = Plan("prod", "c0ffee", (InstancePlan("main", "app", (other,)),))
    turned = Plan("prod", "c0ffee", (InstancePlan("main", "app", (other, STEP)),))

    digests = {plan.digest for plan in (PLAN, changed, turned, replace(PLAN, environment="eu"))}

    assert len(digests) == 4
    assert all(digest.startswith("sha256:") for digest in digests)


def test_the_digest_does_not_name_the_commit_nor_what_is_left_out() -> None:
    skipped = replace(PLAN.instances[0], skipped=(Skipped("0002_mock", "context dev"),))

    assert replace(PLAN, commit="decade").digest == PLAN.digest
    assert replace(PLAN, instances=(skipped,)).digest == PLAN.digest


def test_is_empty_when_no_instance_has_a_step() -> None:
    assert not PLAN.is_empty
    assert Plan("prod", "c0ffee", (InstancePlan("main"),)).is_empty

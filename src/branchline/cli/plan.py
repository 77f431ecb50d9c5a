"""`plan ENV`: what would run, in order; nothing is locked and nothing is written."""

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any

from branchline.cli.sites import chosen, open_site, say
from branchline.deploy.apply import count
from branchline.deploy.instance import need_tip
from branchline.deploy.rollback import Aim
from branchline.deploy.site import commit_of
from branchline.deploy.survey import Survey, survey, survey_undo
from branchline.errors import DeployError
from branchline.model.plan import Plan, Step

EXAMPLE = """\
  branchline plan prod
  branchline plan staging --at dev --sql
  branchline plan prod --rollback-to v1.4 --sql
"""
SCHEMA = "branchline/plan/v1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("environment", metavar="ENV")
    parser.add_argument("--at", metavar="REV", default="", help="instead of the branch's tip")
    parser.add_argument("--sql", action="store_true", help="show the statements")
    parser.add_argument("--live", action="store_true", help="fail when a database does not answer")
    parser.add_argument("--rollback-to", metavar="REV", help="what a rollback to REV would run")


def run(args: argparse.Namespace) -> int:
    """Print the plan; a database that cannot be asked is taken to equal its branch."""
    with open_site(args, [args.environment]) as (site, [target]):
        places = chosen(site, target)
        commit = commit_of(site, args.at) if args.at else need_tip(places[0])
        if args.rollback_to:
            aim = Aim(commit_of(site, args.rollback_to))
            surveys = [survey_undo(place, aim) for place in places]
        else:
            surveys = [survey(place, commit, explicit=True, live=args.live) for place in places]
    plan = Plan(args.environment, commit, tuple(each.plan for each in surveys))
    if args.format == "json":
        print(json.dumps(_document(plan, surveys), indent=2))
        return 0
    say(f"{args.environment} at {commit[:12]}, {plan.digest}")
    return show_surveys(surveys, sql=args.sql)


def show_surveys(surveys: Sequence[Survey], *, sql: bool) -> int:
    """Print what would run; return 4 where a deploy would stop before it begins."""
    for each in surveys:
        for line in _lines(each, sql=sql):
            say(line)
    stopped = any(each.plan.mismatches for each in surveys)
    return DeployError.exit_code if stopped else 0


def _lines(found: Survey, *, sql: bool) -> Iterator[str]:
    plan = found.plan
    changes = count(len(plan.steps), "change")
    if found.unread:
        yield f"{found.name}: not known, its database cannot be asked: {found.unread}"
        yield f"  {changes} to run if it has all that its branch has"
    else:
        yield f"{found.name}: {changes} to run"
    for odd in plan.mismatches:
        yield f"  stops the deploy: {odd.change} is {odd.what}: {odd.detail}"
    for step in plan.steps:
        way = "in one transaction" if step.transactional else "without a transaction"
        again = ", again" if step.again else ""
        yield f"  {step.change}: {count(len(step.sql), 'statement')}, {way}{again}"
        if sql:
            yield from (f"      {line}" for text in step.sql for line in f"{text};".splitlines())
    for skipped in plan.skipped:
        yield f"  skipped {skipped.change}: {skipped.why}"


def _document(plan: Plan, surveys: Sequence[Survey]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "environment": plan.environment,
        "commit": plan.commit,
        "digest": plan.digest,
        "instances": [_instance(each) for each in surveys],
    }


def _instance(found: Survey) -> dict[str, Any]:
    plan = found.plan
    return {
        "name": plan.name,
        "steps": [_step(step) for step in plan.steps],
        "skipped": [vars(skipped) for skipped in plan.skipped],
        "blocked": [vars(blocked) for blocked in plan.blocked],
        "mismatches": [vars(odd) for odd in plan.mismatches],
        "unread": found.unread or None,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "change": step.change,
        "checksum": step.checksum,
        "sql": list(step.sql),
        "rollback": list(step.rollback),
        "transactional": step.transactional,
    }

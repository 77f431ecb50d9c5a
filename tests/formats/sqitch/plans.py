"""Plans to read, by hand and at random, and what is compared of what is read."""

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hypothesis import strategies as st

from branchline.formats.sqitch.plan import Plan, parse

HEAD = "%syntax-version=1.0.0\n%project=app\n\n"
END = "2026-01-01T00:00:00Z Ann Example <ann@example.com>"

HAND = (
    "",
    HEAD,
    "%project=app\nusers 2026-01-01T00:00:00Z A <a@b>\n",
    f"users {END}\n",
    "%project=-app\n\n",
    f"%project=app\n%uri=HTTPS://Example.com:443/a%7eb/%2fc\n\nusers {END}\n",
    f"%project=app\n%uri=urn:x:y\n\nusers {END}\n",
    f"# a word before\n%project=app # note\n\nusers {END} # first\\nsecond \\\\ third\n",
    f"{HEAD}users {END}\r\n",
    f"{HEAD}users {END} # 0\n",
    f"{HEAD}+users {END}\n - users2 {END}\n",
    f"{HEAD}users {END}\nusers {END}\n",
    f"{HEAD}users {END}\n@v1 {END}\nusers [users@v1] {END}\n@v2 {END}\nusers [users@v1] {END}\n",
    f"{HEAD}users {END}\n@v1 {END}\n@v2 {END}\nother {END}\n@v3 {END}\n@v4 {END}\nusers {END}\n",
    f"{HEAD}@v1 {END}\n",
    f"{HEAD}users {END}\n@v1 {END}\n@v1 {END}\n",
    f"{HEAD}users {END}\n@v/1 {END}\n",
    f"{HEAD}users {END}\n@v1 [users] {END}\n",
    f"{HEAD}orders [users] {END}\nusers {END}\n",
    f"{HEAD}orders [orders] {END}\n",
    f"{HEAD}users {END}\norders [users !carts other:x app:users] {END}\n",
    f"{HEAD}users {END}\norders [ users] {END}\n",
    f"{HEAD}users {END}\norders [users users] {END}\n",
    f"{HEAD}users {END}\norders [users ] {END}\n",
    f"{HEAD}users {END}\norders [@v1] {END}\n",
    f"{HEAD}users {END}\n@v1 {END}\norders [@v1] {END}\n",
    f"{HEAD}users {END}\norders[users] {END}\n",
    f"{HEAD}a/b {END}\na-b_c {END}\né {END}\n",
    f"{HEAD}ROOT {END}\n",
    f"{HEAD}{'a' * 40} {END}\n",
    f"{HEAD}users~1 {END}\n",
    f"{HEAD}users 2026-13-01T00:00:00Z A <a@b>\n",
    f"{HEAD}users 2026-01-01T00:00:00Z\n",
    f"{HEAD}users Ann <a@b>\n",
    f"{HEAD}users 2026-01-01T00:00:00ZAnn <a@b>\n",
    f"{HEAD}users {END}\n#\n",
    f"{HEAD}users {END}\n# \n   # word\n\n\t\norders {END}",
)


_ODD = (
    "# word", "  ", "x", "#", f"-a {END}", f"a! {END}", f"a~1 {END}", f"HEAD {END}", f"[x {END}",
    "a 2026-02-29T00:00:00Z Ann <a@b>", "a 2026-01-01T00:00:00Z Ann<a@b>", f"b.c {END}",
    f"a [@v1] {END}", f"a [other:x !b] {END}", f"é [app:a] {END} # é", f"a [a@v1 a@v2] {END}",
)  # fmt: skip


def _line() -> st.SearchStrategy[str]:
    names = st.sampled_from(["a", "b", "a/b", "a-b"])
    tags = st.sampled_from(["v1", "v2", "v3", "rel-1.0"])
    word = st.one_of(
        names,
        st.builds("!{}".format, names),
        st.builds("{}@{}".format, names, tags),
        st.builds("@{}".format, tags),
    )
    needs = st.one_of(
        *[st.just("")] * 3,
        st.lists(word, min_size=1, max_size=2).map(lambda found: f"[{' '.join(found)}] "),
    )
    date = st.sampled_from(["2026-01-01T00:00:00Z", "2024-02-29T23:59:59Z"])
    planner = st.sampled_from(["Ann <a@b>", "Ann  B <a@b>", "É <é@b>", "Ann <a@b> "])
    note = st.sampled_from(["", " # a", " # a\\nb ", "# x # y", " # é"])
    change = st.builds("{} {}{} {}{}".format, names, needs, date, planner, note)
    tag = st.builds("@{} {} {}{}".format, tags, date, planner, note)
    odd = st.sampled_from(_ODD)
    return st.integers(0, 19).flatmap(lambda n: change if n < 11 else tag if n < 19 else odd)


def plans() -> st.SearchStrategy[str]:
    """Plans of which about half are read, and the others refused."""
    heads = st.sampled_from([HEAD, "%project=app\n%uri=http://Example.com\n\n"])
    bodies = st.lists(_line(), max_size=7).map(lambda found: "".join(f"{each}\n" for each in found))
    return st.builds("{}{}".format, heads, bodies)


def ours(text: str) -> list[dict[str, Any]] | None:
    """Return what is compared of a plan; None where Sqitch would refuse it."""
    plan = parse(text)
    flaws = (change.flaw for change in plan.changes if change.flaw)
    late = ("conflicts", "is to be reverted")  # what no reading of the plan alone refuses
    if plan.broken or any(not flaw.startswith(late) for flaw in flaws):
        return None
    return [_facts(plan, at) for at in range(len(plan.changes))]


def theirs(answer: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the same of Sqitch's answer."""
    if "error" in answer:
        return None
    keys = ("name", "id", "note", "tags", "requires", "conflicts")
    return [{key: change[key] for key in keys} for change in answer["changes"]]


class Sqitch:
    """Sqitch itself, asked again and again."""

    def __enter__(self) -> Self:
        script = Path(__file__).with_name("ask.pl")
        self._process = subprocess.Popen(
            ["perl", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: object, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def reads(self, folder: Path) -> dict[str, Any]:
        """Return what it makes of a project."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{folder}\n".encode())
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def reads_plan(self, folder: Path, text: str) -> dict[str, Any]:
        """Return what it makes of a plan without scripts."""
        (folder / "sqitch.plan").write_bytes(text.encode())
        (folder / "sqitch.conf").write_text("[core]\n\tengine = sqlite\n")
        return self.reads(folder)


def _facts(plan: Plan, at: int) -> dict[str, Any]:
    change = plan.changes[at]
    needs = [each for each in change.dependencies if not each.conflict]
    conflicts = [each for each in change.dependencies if each.conflict]
    return {
        "name": change.name,
        "id": change.id,
        "note": change.note,
        "tags": [[tag.name, tag.id] for tag in change.tags],
        "requires": [each.written(plan.project) for each in needs],
        "conflicts": [each.written(plan.project) for each in conflicts],
    }

"""The order in which `alembic upgrade heads` runs revisions on an empty database.

Alembic walks from the heads down, one branch as far as nothing else needs what
it meets, and turns the walk round. Which of two branches comes first shows in
nothing else, so the walk is followed step by step.
"""

from branchline.formats.graph.order import Before, circle, smallest_first


def upgrade_order(before: Before, follows: Before) -> list[str]:
    """Order names; `before` holds all that must have run, `follows` what makes no head."""
    if any(each not in before for several in before.values() for each in several) or circle(before):
        return smallest_first(before)  # Alembic refuses: any order that shows all will do
    return list(reversed(_Walk(before, follows).walked()))


class _Walk:
    def __init__(self, before: Before, follows: Before) -> None:
        self._all, self._follows = before, follows
        self._down = {name: self._immediate(name) for name in before}
        self._todo = set(before)

    def walked(self) -> list[str]:
        """Return names from the heads to the bases."""
        followed = {each for several in self._all.values() for each in several}
        heads = [name for name in self._all if name not in followed]
        above = [self._ancestors(head) for head in heads]
        found: list[str] = []
        at = 0
        while heads:
            name = heads[at]
            needed = next((i for i, names in enumerate(above) if i != at and name in names), None)
            if needed is not None:
                at = needed
                continue
            if name in self._todo:
                found.append(name)
                self._todo.remove(name)
            at = self._step(name, at, heads, above)
        return found

    def _step(self, name: str, at: int, heads: list[str], above: list[set[str]]) -> int:
        """Go down from `name`, and return the branch to look at next."""
        down = [each for each in self._down[name] if each in self._todo and each not in heads]
        if not down:
            del heads[at], above[at]
            return max(at - 1, 0)
        heads[at] = down[0]
        if len(self._down[name]) == 1 and self._follows[name]:
            above[at].discard(name)
            return at
        heads.extend(down[1:])
        above[at] = self._ancestors(down[0])
        above.extend(self._ancestors(each) for each in down[1:])
        return at

    def _immediate(self, name: str) -> tuple[str, ...]:
        """What comes right before: without what a change that it follows depends on as well."""
        follows = self._follows[name]
        depends = [each for each in self._all[name] if each not in follows]
        if depends:
            above = self._reached(name, self._follows) - {name}
            held = {d for each in above for d in self._all[each] if d not in self._follows[each]}
            depends = [each for each in depends if each not in held]
        return (*follows, *depends)

    def _ancestors(self, name: str) -> set[str]:
        return self._reached(name, self._all)

    @staticmethod
    def _reached(name: str, before: Before) -> set[str]:
        found: set[str] = set()
        stack = [name]
        while stack:
            each = stack.pop()
            if each not in found:
                found.add(each)
                stack += before[each]
        return found

"""What an effect costs, in a few words each: the same wherever it is told."""

from collections.abc import Iterator

from branchline.model.effects import Blocks, Effect


def costs(effect: Effect) -> Iterator[str]:
    """Yield what an effect is; nothing when it costs nothing."""
    yield from (f"{lock.word} on {name}" for name, lock in effect.locks)
    yield from (word for word in (effect.algorithm, effect.lock and f"LOCK={effect.lock}") if word)
    if effect.blocks is not Blocks.NOTHING:
        yield f"blocks {'reads and writes' if effect.blocks is Blocks.READS else 'writes'}"
    yield from (f"rewrites {name}" for name in effect.rewrites)
    yield from (f"scans {name}" for name in effect.scans)
    if not effect.transactional:
        yield "not in a transaction"
    if effect.may_fail_on_data:
        yield "may fail on existing rows"

"""`make fuzz`, or `python -m tests.fuzz [COUNT [SEED]]`: lint files as nobody should write them.

What goes wrong is made small and kept in `tests/fuzz/finds/`, where the tests
look at it from then on. A run of a seed is the same every time.
"""

import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.fuzz.judging import DIALECTS, faults
from tests.fuzz.mutations import LARGE, mutant

FINDS = Path(__file__).with_name("finds")
_EVERY = 5_000  # files
_PATIENCE = 60  # seconds


def main(count: int, seed: int) -> int:
    """Try so many files; return 1 when something went wrong."""
    random, began, found = Random(seed), time.monotonic(), set[str]()  # noqa: S311 - no secret
    for number, (data, dialect) in enumerate(_files(count, random)):
        wrong = _wrong(data, dialect)
        if wrong and wrong not in found:
            found.add(wrong)
            _keep(data, dialect, wrong)
        if number % _EVERY == _EVERY - 1:
            rate = number / (time.monotonic() - began)
            sys.stdout.write(f"{number + 1} files, {rate:.0f} a second, {len(found)} finds\n")
            sys.stdout.flush()
    return bool(found)


def _files(count: int, random: Random) -> Iterator[tuple[bytes, str]]:
    yield from (((text * n).encode(), each) for text, n in LARGE.values() for each in DIALECTS)
    yield from ((mutant(random), random.choice(DIALECTS)) for _ in range(count))


def _wrong(data: bytes, dialect: str) -> str:
    """Return what kind of thing goes wrong; empty when nothing does."""
    try:
        return next((fault.partition(" is ")[2] or "slow" for fault in faults(data, dialect)), "")
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        frame = error.__traceback__
        while frame and frame.tb_next:
            frame = frame.tb_next
        where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
        return f"{type(error).__name__} at {where}"


def _keep(data: bytes, dialect: str, wrong: str) -> None:
    sys.stdout.write(f"{wrong}, {dialect}; making it small\n")
    sys.stdout.flush()
    kind, until = wrong.partition("'")[0], time.monotonic() + _PATIENCE
    small = _smaller(
        data,
        lambda less: time.monotonic() < until and _wrong(less, dialect).partition("'")[0] == kind,
    )
    path = FINDS / f"{sha256(small).hexdigest()[:8]}.{dialect}"
    path.write_bytes(small)
    sys.stdout.write(f"{path.name}: {wrong}\n{small[:300]!r}\n")
    sys.stdout.flush()


def _smaller(data: bytes, holds: Callable[[bytes], bool]) -> bytes:
    """Cut pieces out of a file while it stays wrong in the same way."""
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            less = data[:at] + data[at + size :]
            if holds(less):
                data = less
            else:
                at += size
        size //= 2
    return data


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    raise SystemExit(main(*(numbers + [100_000, 1][len(numbers) :])))

"""What tells one finding from another, wherever it stands in its file."""

from collections import Counter
from collections.abc import Iterable, Iterator

from branchline.model.digest import sha256
from branchline.model.finding import Finding
from branchline.model.value import replace


def fingerprinted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings with their fingerprints, 16 hex digits each.

    Lines do not count, so that a comment above changes nothing. Equal findings
    of one change are told apart by their order alone: mend the first, and the
    second takes its place.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        where = finding.change or finding.place.path
        key = (finding.rule, where, finding.environment, finding.message)
        # A file name that is not UTF-8 holds lone surrogates.
        text = "\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")
        seen[key] += 1
        yield replace(finding, fingerprint=sha256(text)[:16])

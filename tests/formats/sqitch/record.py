"""Record what Sqitch makes of plans: `python -m tests.formats.sqitch.record`."""

import json
import tempfile
from pathlib import Path

from tests.formats.sqitch.plans import HAND, Sqitch, theirs

VECTORS = Path(__file__).parents[2] / "data" / "sqitch_vectors.json"


def main() -> None:
    """Write the vectors anew."""
    with Sqitch() as sqitch, tempfile.TemporaryDirectory() as folder:
        found = [
            {"plan": text, "changes": theirs(sqitch.reads_plan(Path(folder), text))}
            for text in HAND
        ]
    VECTORS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

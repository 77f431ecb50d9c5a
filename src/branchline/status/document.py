"""The status for programs: one document of the schema `branchline/status/v1`."""

from typing import Any

from branchline.status.values import Cell, Status

SCHEMA = "branchline/status/v1"


def document(status: Status) -> dict[str, Any]:
    """Return the status as JSON's types.

    `instances` of a change leaves out databases that neither have it nor are
    to get it from their branch.
    """
    return {
        "schema": SCHEMA,
        "changes": [
            {
                "change": line.change,
                "changelog": line.changelog,
                "environments": {name: _cell(cell) for name, cell in line.cells.items()},
            }
            for line in status.lines
        ],
        "debt": [
            {
                "change": debt.change,
                "held_by": debt.held_by,
                "missing_in": list(debt.missing_in),
                "since": debt.owed.since.isoformat() if debt.owed else None,
                "due": debt.owed.due.isoformat() if debt.owed else None,
                "overdue": debt.owed.overdue if debt.owed else None,
                "ticket": (debt.owed.ticket or None) if debt.owed else None,
            }
            for debt in status.debt
        ],
        "waiting": [
            {"change": each.change, "environment": each.environment, "from": each.source}
            for each in status.waiting
        ],
        "drift": [each._asdict() for each in status.drift],
        "rolled_back": [each._asdict() for each in status.holds],
        "unknown": [each._asdict() for each in status.unknown],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"branch": "present" if cell.present else "absent", "instances": dict(cell.instances)}

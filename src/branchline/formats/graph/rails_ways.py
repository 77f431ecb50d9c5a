"""Which calls in `change` Rails can turn round: others stop a rollback half-way."""

from branchline.formats.graph.ruby_nodes import Call, Choice, Statement


def reverses(call: Call) -> bool:  # noqa: PLR0911 - a row for each call, and nothing else
    """Whether Rails knows the way back of a call."""
    said = dict(call.named)
    match call.name:
        case "change_column" | "remove_columns" if (
            call.name == "change_column" or "type" not in said
        ):
            return False
        case "change_column_default" | "change_column_comment" | "change_table_comment":
            return {"from", "to"} <= said.keys()
        case "drop_table":
            return call.block is not None
        case "remove_column":
            return len(call.args) > _TYPE
        case "remove_index":
            return len(call.args) > 1 or "column" in said
        case "remove_foreign_key":
            return len(call.args) > 1 or "to_table" in said
        case "remove_check_constraint":
            return len(call.args) > 1 or "expression" in said
        case "drop_enum":
            return len(call.args) > 1
        case "change_table":
            return call.block is None or all(map(_turns, call.block.body))
    return call.name not in _NEVER


_TYPE = 2
_NEVER = frozenset({"validate_constraint"})
_OF_T = frozenset({"change", "remove", "change_default"})


def _turns(node: Statement) -> bool:
    if isinstance(node, Choice):
        return all(_turns(each) for body in node.bodies for each in body)
    if not isinstance(node, Call):
        return True
    if node.name == "change_default":
        return {"from", "to"} <= dict(node.named).keys()
    if node.name == "remove":
        return "type" in dict(node.named)
    return node.name not in _OF_T

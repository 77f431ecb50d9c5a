"""Statements as values: what a rule is given, without a parser."""

from typing import Any

from branchline.model.effects import Blocks, Effect, Lock
from branchline.model.operations import Operation
from branchline.model.statement import Situation, Statement, Transaction, Unit

FREE = Effect()
BLOCKS_READS = Effect(
    locks=(("orders", Lock.ACCESS_EXCLUSIVE),), blocks=Blocks.READS, scans=("orders",)
)
REWRITES = Effect(
    locks=(("orders", Lock.ACCESS_EXCLUSIVE),), blocks=Blocks.READS, rewrites=("orders",)
)
BARE = Situation(Transaction.NONE)


def statement(operation: Operation, effect: Effect = FREE, **facts: Any) -> Statement:  # noqa: ANN401
    """One operation, alone in its unit unless `facts` say otherwise."""
    unit = Unit(((operation,),))
    return Statement(
        "",
        **{
            "operations": (operation,),
            "effects": (effect,),
            "effect": effect,
            "unit": unit,
            **facts,
        },
    )


def statements(*operations: Operation, **facts: Any) -> tuple[Statement, ...]:  # noqa: ANN401
    """Statements of one unit, an operation each, that cost nothing."""
    unit = Unit(tuple((operation,) for operation in operations))
    return tuple(
        statement(operation, unit=unit, position=position, **facts)
        for position, operation in enumerate(operations)
    )

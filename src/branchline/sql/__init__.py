"""What SQL text says, by dialect: statements, operations, effects."""

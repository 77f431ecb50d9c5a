"""Which change is where: in which branch, on which database, and what is amiss."""

"""`list [PATH]`: the changesets in order, and what would select or skip them."""

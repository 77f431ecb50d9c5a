"""Which rules apply, and how much they weigh.

A rule that exists is available; only a policy enables it. The gates are the
exception: they keep history true, and every policy has them.
"""

"""What a GRANT is about, as a sentence says it."""

from branchline.model.operations.session import Grant, Revoke
from branchline.rules.sentences import listing


def on(grant: Grant | Revoke) -> str:
    """Return ` on orders and carts`, or the kind of object where none is named."""
    names = [str(name) for name in grant.objects]
    if grant.default:
        return f" on every new {grant.what}"
    if grant.what.startswith("all "):
        return f" on {grant.what} {listing(names)}"
    return f" on {listing(names)}" if names else ""

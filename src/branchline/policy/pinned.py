"""Bundles that many repositories share, pinned by revision and content.

`git:REV:PATH@sha256:DIGEST`: the revision says where it is found, the digest
what it must say. A ref can be moved; what was agreed on stays what it was.
"""

from branchline.errors import ConfigError
from branchline.model.regex import regex
from branchline.model.value import value
from branchline.toml.at import At
from branchline.toml.nearest import quoted

GIT = "git:"


@value
class Pin:
    """A bundle's place, `git:REV:PATH`, and the digest of what it says, in hex."""

    place: str
    digest: str

    def proved(self, text: bytes | None, at: At) -> bytes:
        """Return the text, if it is the one that was pinned.

        Raises:
            ConfigError: there is none, or it says something else.
        """
        if text is None:
            _, rev, path = self.place.split(":", 2)
            raise at.error(
                f"names no file that is here: {quoted(self.place)}",
                hint=f"nothing is fetched by itself: bring {quoted(rev)}, which has to hold"
                f" {quoted(path)}, into this repository with 'git fetch'",
            )
        found = _digest(text)
        if found != self.digest:
            raise at.error(
                f"is not what was pinned: {quoted(self.place)} has sha256:{found}",
                hint="read what changed there, and pin it again if it should count",
            )
        return text


def pin(name: str, at: At) -> Pin:
    """Read `git:REV:PATH@sha256:DIGEST`.

    Raises:
        ConfigError: it has another form, such as one without a digest.
    """
    found = _FORM.fullmatch(name)
    if found is None or not name.isprintable() or ".." in found["path"].split("/"):
        raise _unpinned(name, at)
    return Pin(found["place"], found["digest"])


_FORM = regex(
    r"(?P<place>git:[^\s:@~^]+:(?P<path>[^\s:\\/][^:\\]*))@sha256:(?P<digest>[0-9a-f]{64})"
)


def _digest(text: bytes) -> str:
    from hashlib import sha256

    return sha256(text).hexdigest()


def _unpinned(name: str, at: At) -> ConfigError:
    return at.error(
        f"pins no bundle: {quoted(name)}",
        hint="write git:REV:PATH@sha256:DIGEST; the digest: git show REV:PATH | sha256sum",
    )

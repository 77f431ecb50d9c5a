"""Branch tips against histories: the one entry of hook, command and loop."""

from branchline.deploy.wake import LOG, wake

__all__ = ["LOG", "wake"]

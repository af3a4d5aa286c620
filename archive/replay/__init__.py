"""Captures as sandboxed renderings, on an origin of their own: what a page looked like, with nothing of it at work."""

from archive.replay.server import Replay

__all__ = ["Replay"]

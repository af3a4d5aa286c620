"""Addresses at which a server gives one page, `/a/` and `/a/index.html`: one of them is asked, the others wait."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.records import Address, Outcome
from archive.store import Store
from archive.urls import twins

_SOUND = ("known", "done")


def one_of_twins(store: Store, addresses: Iterable[Address]) -> Iterator[Address]:
    """The same addresses, but that those wait of which a twin is asked already.

    They stay known, as a site may have only one of the two, and are asked when that fails. The home page never waits.
    """
    for address in addresses:
        waits = address.kind != "home" and any(map(_is_asked, _twins(store, address)))
        yield replace(address, due_at=None) if waits else address


def wake_twins(store: Store, address: Address, now: str) -> None:
    """Ask for those that waited for an address at which there turned out to be nothing."""
    for twin in _twins(store, address):
        if twin.due_at is None and twin.state in _SOUND and twin.kind != "file":
            store.note(replace(twin, due_at=now))


def _twins(store: Store, address: Address) -> Iterator[Address]:
    return filter(None, map(store.known, twins(address.url)))


def _is_asked(twin: Address) -> bool:
    return twin.due_at is not None and twin.state in _SOUND and twin.last_outcome != Outcome.REDIRECT

"""What a power cut may leave of files, by the system calls that were made until then."""

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.syscalls import Call

BLOCK = 512  # bytes that a disk writes whole


@dataclass
class _File:
    """A file: what is on disk of it, and the changes since."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes]] = field(default_factory=list)  # (length, b"") cuts or lengthens it
    length: int = 0

    def change(self, offset: int, data: bytes) -> None:
        at = self.length if offset < 0 else offset
        self.pending.append((at, data))
        self.length = max(self.length, at + len(data)) if data else at

    def sync(self) -> None:
        for offset, data in self.pending:
            _apply(self.synced, offset, data)
        self.pending.clear()

    def left(self, chance: random.Random) -> bytes:
        """What a power cut may leave: nothing of the changes, those up to one that is torn, or each or not."""
        content = bytearray(self.synced)
        if chance.random() < 0.5:
            number = chance.randint(0, len(self.pending))
            for offset, data in self.pending[:number]:
                _apply(content, offset, data)
            for offset, data in self.pending[number : number + 1]:
                _apply(content, offset, data[: BLOCK * chance.randint(0, len(data) // BLOCK)] or bytes(0), torn=True)
        else:
            for offset, data in self.pending:
                if chance.random() < 0.5:
                    _apply(content, offset, data)
        return bytes(content)


def _apply(content: bytearray, offset: int, data: bytes, *, torn: bool = False) -> None:
    if not data and torn:
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data:
        content[offset : offset + len(data)] = data
    else:
        del content[offset:]


Names = dict[str, "_File | None"]  # files by their paths; None for a folder


class Disk:
    """Files by name, as programs see them and as a power cut leaves them.

    What was done to the names in a folder is on disk once that was synced, as POSIX has it; before, some of it may be,
    in the order in which it was done.
    """

    def __init__(self) -> None:
        self._now: Names = {}
        self._synced: Names = {}
        self._pending: dict[str, list[Names]] = {}  # by folder: what names became; where the file is `_GONE`, nothing

    def do(self, call: Call) -> None:
        """Let a call have its effect."""
        match call.name:
            case "mkdir":
                self._name({call.path: None})
            case "create" if call.path not in self._now:
                self._name({call.path: _File()})
            case "write" | "truncate":
                self._file(call.path).change(call.offset, call.data)
            case "rename":
                self._name({call.path: _GONE, call.to: self._file(call.path)})
            case "unlink":
                self._name({call.path: _GONE})
            case "sync" if self._now.get(call.path) is not None:
                self._file(call.path).sync()
            case "sync":
                for change in self._pending.pop(call.path, []):
                    _rename(self._synced, change)

    def leave(self, folder: Path, to: Path, chance: random.Random) -> None:
        """Write what a power cut may leave of a folder to another place; nothing if the folder itself is not there."""
        names = dict(self._synced)
        for changes in self._pending.values():
            for change in changes[: chance.randint(0, len(changes))]:
                _rename(names, change)
        for path, file in sorted(names.items(), key=lambda item: item[0]):
            target = to / os.path.relpath(path, folder)
            if not target.is_relative_to(to) or not target.parent.exists():
                continue
            if file is None:
                target.mkdir()
            elif not path.endswith("-shm"):  # memory that programs share, made anew by the first
                target.write_bytes(file.left(chance))

    def _name(self, change: Names) -> None:
        _rename(self._now, change)
        self._pending.setdefault(str(Path(next(iter(change))).parent), []).append(change)

    def _file(self, path: str) -> _File:
        file = self._now[path]
        assert file is not None
        return file


_GONE = _File()


def _rename(names: Names, change: Names) -> None:
    for path, file in change.items():
        if file is _GONE:
            names.pop(path, None)
        else:
            names[path] = file

"""What goes between the server and a process that answers SQL: messages, each with its length before it."""

import struct
from typing import IO, Any

import msgspec

_LENGTH = struct.Struct(">I")


class Message(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Anything that is sent."""


class Question(Message, frozen=True):
    """A statement, its parameters by name or in order, the seconds it has, and how many rows are wanted at most."""

    sql: str
    parameters: dict[str, Any] | list[Any]
    seconds: float
    most: int | None


class Answer(Message, frozen=True):
    """Rows, and whether there are more."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    is_truncated: bool = False


class Failure(Message, frozen=True):
    """The name of a class of sqlite3's errors, what it says, and SQLite's code."""

    kind: str
    message: str
    code: int | None = None


def send(stream: IO[bytes], message: Message) -> None:
    data = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message; None where the other side has ended."""
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    data = stream.read(_LENGTH.unpack(length)[0])
    return msgspec.msgpack.decode(data, type=Question | Answer | Failure)

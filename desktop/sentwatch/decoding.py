"""JSON, MessagePack and plain values as typed ones: the one place where msgspec decodes, because threads decode too.

msgspec works out what a class holds at its first decoding and hangs the result on the class before it is complete, so
that classes may name themselves. A second thread that decodes the same class meanwhile uses the half of it, and the
whole process dies (seen with 0.22, dataclasses and Structs alike). So each kind is worked out under one lock first.
"""

from __future__ import annotations

import threading
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")

_worked_out: Final[set[object]] = set()
# Re-entrant: the garbage collector may run something that decodes while a kind is worked out.
_one_at_a_time: Final = threading.RLock()


def from_json(data: bytes | str, kind: type[T]) -> T:
    """Read JSON; msgspec.DecodeError where it is none, msgspec.ValidationError (one of those) where it is no `kind`."""
    _work_out(kind)
    return msgspec.json.decode(data, type=kind)  # noqa: TID251


def from_msgpack(data: bytes, kind: type[T]) -> T:
    """Read MessagePack; errors as `from_json`."""
    _work_out(kind)
    return msgspec.msgpack.decode(data, type=kind)  # noqa: TID251


def from_plain(value: object, kind: type[T]) -> T:
    """Read dicts, lists, texts and numbers; msgspec.ValidationError where they are no `kind`."""
    _work_out(kind)
    return msgspec.convert(value, kind)  # noqa: TID251


def _work_out(kind: object) -> None:
    if kind in _worked_out:
        return
    with _one_at_a_time:
        msgspec.json.Decoder(kind)  # noqa: TID251
        _worked_out.add(kind)

"""Values of the core as bytes for the store, and back: MessagePack, with phrases and times as extensions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec

from sentwatch.core.findings import Evidence
from sentwatch.core.phrase import Param, Params, Phrase
from sentwatch.decoding import from_msgpack

T = TypeVar("T")

_PHRASE: Final = 1


def _encode_other(value: object) -> msgspec.msgpack.Ext:
    if isinstance(value, Phrase):
        return msgspec.msgpack.Ext(_PHRASE, encode([value.text, dict(value.params), value.plural, value.count]))
    raise NotImplementedError(type(value).__name__)


def _decode_other(code: int, data: memoryview) -> object:
    if code != _PHRASE:
        raise ValueError(code)
    text, params, plural, count = _decoder.decode(data)
    return Phrase(text=text, params=_params(params), plural=plural, count=count)


_encoder: Final = msgspec.msgpack.Encoder(enc_hook=_encode_other)
_decoder: Final = msgspec.msgpack.Decoder(ext_hook=_decode_other)


def encode(value: object) -> bytes:
    """Write plain values, dataclasses, phrases and aware times."""
    # A phrase is a dataclass, which msgspec would write as a map and read as one.
    return _encoder.encode(_marked(value))


def _marked(value: object) -> object:
    if isinstance(value, Phrase):
        return _encode_other(value)
    if isinstance(value, str) and not value.isascii():
        # Half a surrogate pair, which hostile text may hold, has no place in UTF-8.
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {key: _marked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_marked(item) for item in value]
    return value


def decode_as(data: bytes, kind: type[T]) -> T:
    """Read a dataclass of plain values; msgspec.ValidationError where it is none."""
    return from_msgpack(data, kind)


def encode_as(value: object) -> bytes:
    """Write a dataclass of plain values for `decode_as`."""
    return msgspec.msgpack.encode(value)


def encode_finding(params: Params, evidence: tuple[Evidence, ...]) -> bytes:
    """Write what a finding carries."""
    return encode([dict(params), [[item.label, item.value] for item in evidence]])


def decode_finding(data: bytes) -> tuple[Params, tuple[Evidence, ...]]:
    """Read what a finding carries."""
    params, evidence = _decoder.decode(data)
    return _params(params), tuple(Evidence(label=str(label), value=_param(value)) for label, value in evidence)


def encode_phrase(phrase: Phrase) -> bytes:
    """Write one phrase."""
    return encode(phrase)


def decode_phrase(data: bytes) -> Phrase | None:
    """Read one phrase, None where it is none."""
    value = _decoder.decode(data)
    return value if isinstance(value, Phrase) else None


def _params(values: Mapping[str, Any]) -> dict[str, Param]:
    return {str(name): _param(value) for name, value in values.items()}


def _param(value: Any) -> Param:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if value is None or isinstance(value, str | int | float | bool | datetime | Phrase):
        return value
    return str(value)

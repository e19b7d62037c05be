"""Writes and reads the list of saved evidence: JSON, signed as it stands, byte for byte."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

from sentwatch.adapters.seal import PUBLIC_KEY_BYTES, is_signature
from sentwatch.core.evidence import MAX_FILES, Listed, Manifest
from sentwatch.decoding import from_json

KIND: Final = "sentwatch-evidence"
_MAX_BYTES: Final = 256 * 1024


class _Listed(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(max_length=100)]
    bytes: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class _Manifest(msgspec.Struct, forbid_unknown_fields=True):
    schema: Literal[1]
    kind: Literal["sentwatch-evidence"]
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]
    program: Annotated[str, msgspec.Meta(max_length=100)]
    public_key: Annotated[str, msgspec.Meta(max_length=100)]
    files: Annotated[list[_Listed], msgspec.Meta(max_length=MAX_FILES)]


def manifest_bytes(manifest: Manifest) -> bytes:
    """The list as it is written and signed."""
    row = _Manifest(
        schema=1,
        kind=KIND,
        made_at=manifest.made_at,
        program=manifest.program,
        public_key=base64.b64encode(manifest.public_key).decode("ascii"),
        files=[_Listed(name=one.name, bytes=one.size, sha256=one.sha256) for one in manifest.files],
    )
    return msgspec.json.format(msgspec.json.encode(row), indent=2) + b"\n"


def read_manifest(data: bytes) -> Manifest | None:
    """The list, None where it is none of ours."""
    if len(data) > _MAX_BYTES:
        return None
    try:
        row = from_json(data, _Manifest)
        key = base64.b64decode(row.public_key, validate=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, binascii.Error, ValueError):
        return None
    if len(key) != PUBLIC_KEY_BYTES:
        return None
    return Manifest(
        made_at=row.made_at,
        program=row.program,
        public_key=key,
        files=tuple(Listed(name=one.name, size=one.bytes, sha256=one.sha256) for one in row.files),
    )


def signature_text(signature: bytes) -> bytes:
    """A signature as the file beside the list holds it."""
    return base64.b64encode(signature) + b"\n"


def is_signed(manifest: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the file beside the list holds a signature of it by this key."""
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    return is_signature(manifest, raw, public_key)

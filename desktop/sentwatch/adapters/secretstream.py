"""Opens one message of libsodium's secretstream (XChaCha20-Poly1305), in which Ente Auth seals its export."""

from __future__ import annotations

import struct
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.poly1305 import Poly1305

KEY: Final = 32
HEADER: Final = 24
_OVERHEAD: Final = 17
"""One byte of tag before the message, 16 bytes of authentication after it."""
_TAGS: Final = frozenset({0, 3})
"""TAG_MESSAGE and TAG_FINAL: an export is one message, written with either."""

_CONSTANTS: Final = struct.unpack("<4I", b"expand 32-byte k")
_QUARTERS: Final = (
    (0, 4, 8, 12),
    (1, 5, 9, 13),
    (2, 6, 10, 14),
    (3, 7, 11, 15),
    (0, 5, 10, 15),
    (1, 6, 11, 12),
    (2, 7, 8, 13),
    (3, 4, 9, 14),
)


def open_message(sealed: bytes, *, header: bytes, key: bytes) -> bytes | None:
    """Return the first message of a stream, None where key and message do not belong together.

    As libsodium's documentation of crypto_secretstream_xchacha20poly1305 and its reference code describe it.
    """
    if len(key) != KEY or len(header) != HEADER or len(sealed) < _OVERHEAD:
        return None
    message, mac = sealed[1:-16], sealed[-16:]
    # Block 0 keys the authenticator, block 1 hides the tag, the message begins at block 2; the nonce counts from 1.
    nonce = bytes(4) + struct.pack("<I", 1) + header[16:]
    cipher = Cipher(algorithms.ChaCha20(_subkey(key, header[:16]), nonce), mode=None).encryptor()
    stream = cipher.update(bytes(64) + sealed[:1] + bytes(63))
    checked = sealed[:1] + stream[65:128] + message
    # The padding has the length of the remainder itself, a slip of the original that is part of the format.
    checked += bytes(len(message) % 16) + struct.pack("<QQ", 0, 64 + len(message))
    try:
        Poly1305.verify_tag(stream[:32], checked, mac)
    except InvalidSignature:
        return None
    return cipher.update(message) if stream[64] in _TAGS else None


def _subkey(key: bytes, nonce: bytes) -> bytes:
    """HChaCha20 (draft-irtf-cfrg-xchacha-03, section 2.2)."""
    state = [*_CONSTANTS, *struct.unpack("<8I", key), *struct.unpack("<4I", nonce)]
    for _ in range(10):
        for a, b, c, d in _QUARTERS:
            state[a], state[d] = _mixed(state[a], state[b], state[d], 16)
            state[c], state[b] = _mixed(state[c], state[d], state[b], 12)
            state[a], state[d] = _mixed(state[a], state[b], state[d], 8)
            state[c], state[b] = _mixed(state[c], state[d], state[b], 7)
    return struct.pack("<8I", *state[:4], *state[12:])


def _mixed(summed: int, addend: int, turned: int, by: int) -> tuple[int, int]:
    summed = (summed + addend) & 0xFFFFFFFF
    turned ^= summed
    return summed, ((turned << by) | (turned >> (32 - by))) & 0xFFFFFFFF

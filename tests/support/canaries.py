"""Secret canaries: looks for secrets of a test in files, logs, environments and command lines, however they are written.

    canaries = Canaries(password="…", seed=b"…")
    with canaries.watching_processes() as seen:
        ...
    assert not seen
    assert not canaries.in_files(tmp_path)
    assert not canaries.in_text(caplog.text)

Each answer is a list of sentences that name the canary, the form and the place, and never the secret itself.
"""

from __future__ import annotations

import base64
import binascii
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, quote_plus

import psutil

SHORTEST = 8
"""Shorter canaries would be found by chance."""
PIECE = 1 << 20


def forms(secret: str | bytes) -> dict[bytes, str]:
    """Every way the secret may stand somewhere, and what to call it."""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    if len(raw) < SHORTEST:
        raise ValueError(f"a canary needs {SHORTEST} bytes")
    found: dict[bytes, str] = {raw: "plain"}
    found.setdefault(binascii.hexlify(raw), "hex")
    found.setdefault(binascii.hexlify(raw).upper(), "HEX")
    found.setdefault(binascii.hexlify(raw, ":"), "hex with colons")
    for alignment in range(3):
        written = _inner_base64(raw, alignment)
        # SASL PLAIN and XOAUTH2 put other bytes before the secret: it then begins at any of the three places.
        found.setdefault(written, f"base64 at {alignment}")
        found.setdefault(written.translate(bytes.maketrans(b"+/", b"-_")), f"base64url at {alignment}")
    for name, text in _texts(secret):
        for encoding in ("utf-16-le", "utf-16-be"):
            found.setdefault(text.encode(encoding), f"{name} as {encoding}")
        for quoted in (quote(text, safe=""), quote_plus(text, safe=""), quote(text), quote(text, safe="").lower()):
            found.setdefault(quoted.encode(), f"{name} URL-encoded")
        found.setdefault(text.encode(), name)
    return found


def _texts(secret: str | bytes) -> Iterator[tuple[str, str]]:
    if isinstance(secret, str):
        yield "plain", secret
        yield "without spaces", "".join(secret.split())
    else:
        base32 = base64.b32encode(secret).decode().rstrip("=")
        yield "base32", base32
        yield "base32 in small letters", base32.lower()


def _inner_base64(raw: bytes, alignment: int) -> bytes:
    """What is the same in the base64 of the secret, whatever stands before and after it."""
    written = base64.b64encode(bytes(alignment) + raw)
    start = -(-alignment * 8 // 6)
    end = (alignment + len(raw)) * 8 // 6
    return written[start:end]


class Canaries:
    """Secrets by name."""

    def __init__(self, **secrets: str | bytes):
        self._needles = {
            needle: f"{name} ({form})" for name, secret in secrets.items() for needle, form in forms(secret).items()
        }
        self._longest = max(map(len, self._needles))

    def in_bytes(self, data: bytes, where: str = "data") -> list[str]:
        squeezed = data.translate(None, b" \t\r\n\x00") if data else b""
        return [
            f"{label} in {where}" for needle, label in self._needles.items() if needle in data or needle in squeezed
        ]

    def in_text(self, text: str, where: str = "text") -> list[str]:
        return self.in_bytes(text.encode("utf-8", "surrogatepass"), where)

    def in_files(self, *folders: Path) -> list[str]:
        """Names of files count too."""
        found: list[str] = []
        for folder in folders:
            paths = [folder] if folder.is_file() else sorted(folder.rglob("*"))
            for path in paths:
                found += self.in_text(str(path), f"the name {path.name!r}")
                if path.is_file() and not path.is_symlink():
                    found += self._in_file(path)
        return sorted(set(found))

    def in_environment(self, environment: Iterable[tuple[str, str]] | None = None) -> list[str]:
        found: list[str] = []
        for name, value in list(os.environ.items()) if environment is None else environment:
            found += self.in_text(f"{name}={value}", f"the environment, {name}")
        return found

    def in_processes(self) -> list[str]:
        """Command lines and environments of this process and all it started that still run."""
        found: list[str] = []
        own = psutil.Process()
        for process in [own, *own.children(recursive=True)]:
            with suppress(psutil.Error, OSError):
                for argument in process.cmdline():
                    found += self.in_text(argument, f"the command line of {process.name()}")
            with suppress(psutil.Error, OSError):
                found += self.in_environment(process.environ().items())
        return found

    @contextmanager
    def watching_processes(self, every_s: float = 0.01) -> Iterator[list[str]]:
        """Look again and again while the block runs: a command line may be there for a moment only."""
        found: list[str] = []
        over = threading.Event()

        def watch() -> None:
            while not over.wait(every_s):
                found.extend(one for one in self.in_processes() if one not in found)

        watcher = threading.Thread(target=watch, name="canaries", daemon=True)
        watcher.start()
        try:
            yield found
        finally:
            over.set()
            watcher.join(10)
            found.extend(one for one in self.in_processes() if one not in found)

    def _in_file(self, path: Path) -> list[str]:
        found: list[str] = []
        kept = b""
        with path.open("rb") as file:
            for piece in iter(lambda: file.read(PIECE), b""):
                found += self.in_bytes(kept + piece, path.name)
                # Spaces and zeros between may double the length of what lies across the border.
                kept = (kept + piece)[-2 * self._longest :]
        return found

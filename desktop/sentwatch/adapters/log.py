"""The log of this program: one small rotating file of this user alone, with addresses and secrets left out."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
import zlib
from collections.abc import MutableMapping
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final

import structlog

from sentwatch import __version__
from sentwatch.core.trouble import OUR_FAULT, Trouble

FILE: Final = "sentwatch.log"
MAX_BYTES: Final = 512 * 1024
KEPT_FILES: Final = 3
SHOWN_BYTES: Final = 256 * 1024
SHOWN_LINES: Final = 2_000
_ADDRESS: Final = re.compile(r"[^\s<>\"'(),:;@]{1,64}@[A-Za-z0-9.-]{1,255}")
_SECRET: Final = re.compile(
    r"(?i)(bearer|basic|passw(?:or)?d|passphrase|token|secret|authorization|api[_-]?key)"
    r"""(["']?\s{0,3}[=:]\s{0,3}|\s)((?:bearer|basic)\s)?("[^"\n]*"|'[^'\n]*'|\S+)"""
)
"""A word that announces a secret, and what follows it: in quotes to their end, otherwise one word."""
_HOME: Final = str(Path.home())


def redacted(text: str) -> str:
    """The text without addresses, without what follows words like "password", and without the user's own name."""
    text = _SECRET.sub(r"\1\2…", _ADDRESS.sub("…@…", text))
    return text.replace(_HOME, "~") if len(_HOME) > 1 else text


def _redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: redacted(value) if isinstance(value, str) else value for name, value in event.items()}


class _OwnFile(RotatingFileHandler):
    """As its base; the file is for this user alone."""

    def _open(self) -> Any:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8")


def set_up_log(folder: Path, *, level: int = logging.INFO) -> None:
    """Send what this program logs to the file in `folder`; what libraries say from WARNING on as well."""
    processors: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
        structlog.processors.format_exc_info,
        _redact,
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = _OwnFile(folder / FILE, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
    except OSError:
        # A log that cannot be written must not keep anybody from being warned.
        return
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.getLogger("sentwatch").setLevel(level)
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.addHandler(handler)
    python = ".".join(map(str, sys.version_info[:3]))
    logging.getLogger("sentwatch").info("Sentwatch %s begins (Python %s, %s)", __version__, python, sys.platform)


def read_log(folder: Path) -> str:
    """The end of the log, a line an entry, redacted once more; what is shown is what may be handed on."""
    lines: list[str] = []
    for name in (f"{FILE}.1", FILE):
        with suppress(OSError), (folder / name).open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - SHOWN_BYTES))
            lines += file.read(SHOWN_BYTES).decode("utf-8", "replace").splitlines()
    return "\n".join(_readable(line) for line in lines[-SHOWN_LINES:])


def close_log() -> None:
    """Let go of the file, so that it can be deleted."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _OwnFile)]:
        root.removeHandler(handler)
        handler.close()


def _readable(line: str) -> str:
    try:
        entry = json.loads(line)
    except ValueError:
        return redacted(line)
    if not isinstance(entry, dict):
        return redacted(line)
    said = " ".join(str(entry.pop(name, "")) for name in ("timestamp", "level", "logger", "event"))
    more = "".join(f"\n    {name}: {value}" for name, value in entry.items())
    return redacted(said + more)


def fault_code(error: BaseException) -> str:
    """A short code for a fault of ours: the same for the same place in the same version."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "sentwatch" in frame.filename] or frames
    place = f"{type(error).__name__}:{Path(own[-1].filename).name}:{own[-1].name}" if own else type(error).__name__
    return f"{zlib.crc32(place.encode()):08X}"[:6]


def note_fault(error: Exception) -> Trouble:
    """Write a fault of ours into the log, and give the Trouble that tells it."""
    code = fault_code(error)
    logging.getLogger("sentwatch").error("fault %s", code, exc_info=error)
    return Trouble(OUR_FAULT, code=code)

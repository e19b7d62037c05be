"""Rule files on this computer: where Thunderbird and Apple Mail keep theirs, and reading one within bounds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sentwatch.core.phrase import Phrase
from sentwatch.core.rule_languages.limits import MAX_BYTES
from sentwatch.core.rule_languages.read import read_rules
from sentwatch.core.rules import RuleSet
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble

MAX_FILES: Final = 500

# Below the home folder: Linux (distribution, snap, Flatpak), macOS; on Windows below %APPDATA%.
_THUNDERBIRD: Final = (
    ".thunderbird",
    "snap/thunderbird/common/.thunderbird",
    ".var/app/org.mozilla.Thunderbird/.thunderbird",
    "Library/Thunderbird/Profiles",
)
_THUNDERBIRD_WINDOWS: Final = "Thunderbird/Profiles"
_APPLE: Final = ("Library/Mail", "Library/Mobile Documents/com~apple~mail/Data")
_APPLE_NAMES: Final = ("SyncedRules.plist", "UnsyncedRules.plist", "MessageRules.plist", "ubiquitous_SyncedRules.plist")
_APPLE_STATE: Final = "RulesActiveState.plist"


def rule_files(home: Path, *, environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Find the rule files of the mail programs of this user; empty where there are none or they may not be seen."""
    return tuple(dict.fromkeys((*_thunderbird(home, environment), *_apple(home))))[:MAX_FILES]


def _thunderbird(home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    roots = [home / part for part in _THUNDERBIRD]
    if environment.get("APPDATA"):
        roots.append(Path(environment["APPDATA"]) / _THUNDERBIRD_WINDOWS)
    for root in roots:
        # A profile, the kind of its accounts (ImapMail, Mail), one folder for each account.
        for depth in ("*/*/*/msgFilterRules.dat", "*/*/*/*/msgFilterRules.dat"):
            yield from _found(root, depth)


def _apple(home: Path) -> Iterator[Path]:
    for part in _APPLE:
        for name in _APPLE_NAMES:
            yield from _found(home / part, f"V*/MailData/{name}")
            yield from _found(home / part, f"V*/{name}")


def _found(root: Path, pattern: str) -> Iterator[Path]:
    try:
        yield from sorted(path for path in root.glob(pattern) if path.is_file())
    except OSError:
        return


def read_rule_file(path: Path) -> tuple[RuleSet, ...] | Phrase:
    """Read one file, its language told by its content; a Phrase says why it is none.

    Apple Mail's list of what is switched on is read along where it lies beside the file. Raises Trouble where the file
    cannot be opened.
    """
    state = path.with_name(_APPLE_STATE)
    return read_rules(
        _bytes(path),
        name=str(path),
        active_state=_bytes(state) if path.name in _APPLE_NAMES and state.is_file() else None,
    )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as source:
            # One byte more than is read: what is longer is refused by those who read it.
            return source.read(MAX_BYTES + 1)
    except OSError as error:
        raise Trouble(ARCHIVE_UNREADABLE, path=str(path), reason=error.strerror or "") from None

"""Rule files on this computer: where Thunderbird and Apple Mail keep theirs, and reading one within bounds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sentwatch.adapters.archives.source import Source, SourceBroken
from sentwatch.adapters.thunderbird_servers import server_folders
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_languages.limits import MAX_BYTES
from sentwatch.core.rule_languages.read import read_rules
from sentwatch.core.rules import RuleSet
from sentwatch.core.trouble import RULES_UNREADABLE, Trouble
from sentwatch.ports.rules import RuleFile, RuleFiles

MAX_FILES: Final = 500

_THUNDERBIRD_FILE: Final = "msgFilterRules.dat"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class MailProgramRules:
    """A RuleFilesPort over one user's home folder."""

    home: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def find(self) -> RuleFiles:
        """Find the files, and whose mailbox each belongs to where the program says so. Empty ones hold no rules."""
        owners: dict[Path, Mapping[str, tuple[str, str]]] = {}
        files: list[RuleFile] = []
        for path in rule_files(self.home, environment=self.environment):
            if not _size(path):
                continue
            host, user = "", ""
            if path.name == _THUNDERBIRD_FILE:
                profile = path.parents[2]
                if profile not in owners:
                    owners[profile] = server_folders(profile)
                host, user = owners[profile].get(path.parent.name, (path.parent.name, ""))
            files.append(RuleFile(path=str(path), host=host, user=user))
        return RuleFiles(files=tuple(files), closed=tuple(map(str, _closed(self.home))))

    def read(self, path: str) -> tuple[RuleSet, ...] | Phrase:
        """Read one file, told by its content."""
        return read_rule_file(Path(path))


def rule_files(home: Path, *, environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Find the rule files of the mail programs of this user; empty where there are none or they may not be seen."""
    return tuple(dict.fromkeys((*_thunderbird(home, environment), *_apple(home))))[:MAX_FILES]


def _thunderbird(home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    roots = [home / part for part in _THUNDERBIRD]
    if environment.get("APPDATA"):
        roots.append(Path(environment["APPDATA"]) / _THUNDERBIRD_WINDOWS)
    for root in roots:
        # A profile, the kind of its accounts (ImapMail, Mail), one folder for each account.
        for depth in ("*/*/*/", "*/*/*/*/"):
            yield from _found(root, depth + _THUNDERBIRD_FILE)


def _apple(home: Path) -> Iterator[Path]:
    for part in _APPLE:
        for name in _APPLE_NAMES:
            yield from _found(home / part, f"V*/MailData/{name}")
            yield from _found(home / part, f"V*/{name}")


def _closed(home: Path) -> Iterator[Path]:
    """Folders that are there and may not be listed: macOS keeps Mail's from other programs."""
    for part in (*_THUNDERBIRD, *_APPLE):
        try:
            with os.scandir(home / part) as entries:
                next(entries, None)
        except PermissionError:
            yield home / part
        except OSError:
            continue


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        # Reading it tells why not.
        return 1


def _found(root: Path, pattern: str) -> Iterator[Path]:
    try:
        yield from sorted(path for path in root.glob(pattern) if path.is_file())
    except OSError:
        return


def read_rule_file(path: Path) -> tuple[RuleSet, ...] | Phrase:
    """Read one file, its language told by its content; a Phrase says why it is none.

    Apple Mail's list of what is switched on is read along where it lies beside the file. Raises Trouble where the file
    cannot be opened, or is no file.
    """
    state = path.with_name(_APPLE_STATE)
    return read_rules(
        _bytes(path),
        name=str(path),
        active_state=_bytes(state) if path.name in _APPLE_NAMES and state.is_file() else None,
    )


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise Trouble(RULES_UNREADABLE, path=str(path), reason=phrase(N_("it is a folder")))
    try:
        with Source(str(path), follow_link=True) as source:
            # One byte more than is read: what is longer is refused by those who read it.
            return source.read(MAX_BYTES + 1)
    except SourceBroken as broken:
        raise Trouble(RULES_UNREADABLE, path=str(path), reason=broken.reason) from None

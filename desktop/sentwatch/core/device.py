"""What the probes of the operating system say about this computer, frozen: each fact by itself, as seen or not."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime

from sentwatch.core.connection import Answer
from sentwatch.core.looks import Fact
from sentwatch.core.phrase import Phrase


class System(enum.Enum):
    """The kinds of operating system that are looked at."""

    LINUX = "linux"
    MACOS = "macos"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemVersion:
    """Which system this is. `family` and `release` name it in the table of support ends ("debian", "12").

    `support_ends` is what the system itself says about its end, where it does.
    """

    system: System
    name: str
    family: str = ""
    release: str = ""
    support_ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """One malware scanner. `definitions_at` is the date of what it knows; UNKNOWN where the system does not say."""

    name: str
    is_on: Answer
    is_current: Answer = Answer.UNKNOWN
    definitions_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AntivirusFacts:
    """The scanners that were seen. `last_scan_at` is the newest full or quick scan, None where it is not told."""

    system: System
    scanners: tuple[Scanner, ...] = ()
    last_scan_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirewallFacts:
    """Whether connections from outside are filtered. `off_for` names profiles that are switched off ("Public").

    `limits` says what could not be seen, such as rules that only an administrator may read.
    """

    system: System
    is_on: Answer
    product: str = ""
    off_for: tuple[str, ...] = ()
    limits: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFacts:
    """What this computer itself believes about its updates; nobody was asked over the network.

    `known_at` is when it last asked for news; `security` are those marked as such, None where they are not marked.
    """

    system: System
    waiting: tuple[str, ...] = ()
    security: int | None = None
    known_at: datetime | None = None
    needs_restart: bool = False
    is_automatic: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One place where files lie ("/", "/home", "C:")."""

    place: str
    is_encrypted: Answer
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncryptionFacts:
    """The volumes that hold the system and this user's files. `is_under_way`: encrypting has not finished."""

    system: System
    volumes: tuple[Volume, ...]
    is_under_way: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LockFacts:
    """Whether the screen locks by itself, and after how long (None: not told)."""

    system: System
    locks: Answer
    after_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticLoginFacts:
    """Whether somebody is signed in at start without being asked. `source` is where that stands."""

    system: System
    is_on: bool
    user: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordProgramFacts:
    """Password managers that are installed, by name only."""

    names: tuple[str, ...] = ()


class MailSecurity(enum.Enum):
    """How a mail program is told to connect."""

    PLAINTEXT = "plaintext"
    IF_OFFERED = "if-offered"
    STARTTLS = "starttls"
    TLS = "tls"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServerSetting:
    """One server in a mail program's settings. `protocol` is imap, pop3 or smtp. No log-in name is read."""

    protocol: str
    host: str
    port: int | None
    security: MailSecurity


@dataclass(frozen=True, slots=True, kw_only=True)
class MailProfile:
    """The settings of one profile of one mail program. `allows_old_tls`: it was told to accept TLS before 1.2."""

    program: str
    place: str
    servers: tuple[MailServerSetting, ...] = ()
    allows_old_tls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MailProgramFacts:
    """The mail programs whose settings could be read; `unread` are profiles that are there and could not be."""

    profiles: tuple[MailProfile, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """Everything that was looked at on this computer."""

    version: Fact[SystemVersion]
    antivirus: Fact[AntivirusFacts]
    firewall: Fact[FirewallFacts]
    updates: Fact[UpdateFacts]
    encryption: Fact[EncryptionFacts]
    lock: Fact[LockFacts]
    automatic_login: Fact[AutomaticLoginFacts]
    password_programs: Fact[PasswordProgramFacts]
    mail_programs: Fact[MailProgramFacts]

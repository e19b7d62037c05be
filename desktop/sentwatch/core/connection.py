"""How well the doors of an account's own mail server are shut: what a look from outside sees, without signing in."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Answer(enum.Enum):
    """What a question to a server came to. `UNKNOWN`: we could not ask it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The certificate shown at the encrypted port. Times are aware UTC."""

    not_before: datetime
    not_after: datetime
    issuer: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainDoor:
    """An unencrypted port that answered. `takes_login`: it offers to take a password before any encryption."""

    protocol: str
    port: int
    takes_login: bool
    offers_tls: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPosture:
    """What was seen at one account's own host. `tls_version` is as negotiated by us ("TLSv1.3")."""

    host: str
    port: int
    tls_version: str | None
    certificate: Certificate | None
    old_tls: Answer
    plain_doors: tuple[PlainDoor, ...] = ()
    silent_ports: tuple[int, ...] = ()
    capabilities: frozenset[str] = frozenset()

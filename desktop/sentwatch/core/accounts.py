"""Accounts and folders: one login at one provider, and the folders behind it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Role(enum.Enum):
    """Who stands behind an account: one person, several people, or a machine (no-reply and the like)."""

    PERSON = "person"
    SHARED = "shared"
    SYSTEM = "system"


class Security(enum.Enum):
    """How the connection is encrypted. There is no plaintext choice."""

    TLS = "tls"
    STARTTLS = "starttls"


class SignIn(enum.Enum):
    """The way in to the mailbox: a secret that is typed, or a sign-in in the browser."""

    PASSWORD = "password"  # noqa: S105 - a kind of sign-in, not a secret
    OAUTH = "oauth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One login at one provider. Holds no secret; those lie in the keyring under `id`.

    `time_zone` is an IANA name, None where unknown (UTC is then used). Folder names are as the server lists them,
    decoded to Unicode; None until found or chosen.
    """

    id: str
    address: str
    host: str
    port: int = 993
    security: Security = Security.TLS
    username: str = ""
    sign_in: SignIn = SignIn.PASSWORD
    ca_file: str | None = None
    role: Role = Role.PERSON
    display_name: str = ""
    colour: str | None = None
    time_zone: str | None = None
    sent_folder: str | None = None
    trash_folder: str | None = None
    junk_folder: str | None = None
    provider: str | None = None
    password_command: str | None = None
    """A command whose first line of output is the password, for machines without a keyring."""
    sieve_host: str | None = None
    sieve_port: int | None = None
    """Where its Sieve scripts are read, where its owner has said so; found by itself otherwise."""
    paused: bool = False
    asks_each_time: bool = False
    """Its secret is kept nowhere and entered anew in each session: there was no keyring to keep it."""

    @property
    def login_name(self) -> str:
        """What to sign in with: the user name where one is set, else the address."""
        return self.username or self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    r"""One IMAP folder. `flags` are lower-case LIST attributes such as `\sent` (RFC 6154) and `\noselect`."""

    name: str
    flags: frozenset[str] = frozenset()
    delimiter: str | None = "/"

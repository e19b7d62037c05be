"""What the readers of exports share: caps, texts, and how a whole export is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sentwatch.core.password_store import PasswordExport, StoredLogin, StoreForm

MAX_LOGINS: Final = 20_000
MAX_TEXT: Final = 4096
"""Longer names and addresses are cut; a longer password is no password and costs its entry."""


class Unreadable(Exception):  # noqa: N818 - turned into Trouble by the one caller
    """The export as a whole cannot be used; `reason` is a marked text. Holds nothing of its content."""

    def __init__(self, reason: str) -> None:
        super().__init__("unreadable")
        self.reason = reason


def as_text(value: object) -> str:
    """Return a text as it is, capped; nothing for what is no text."""
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def login(
    *, name: object, site: object, username: object, password: object, one_time: object = ""
) -> StoredLogin | None:
    """Return one entry, None where the password is no usable text."""
    if not isinstance(password, str) or len(password) > MAX_TEXT:
        return None
    return StoredLogin(
        name=as_text(name).strip(),
        site=as_text(site).strip(),
        username=as_text(username).strip(),
        password=password,
        one_time=as_text(one_time).strip(),
    )


def collect(form: StoreForm, rows: Iterable[StoredLogin | None]) -> PasswordExport:
    """Gather entries up to the cap; None counts as damaged."""
    logins: list[StoredLogin] = []
    damaged = 0
    for row in rows:
        if row is None:
            damaged += 1
        elif len(logins) >= MAX_LOGINS:
            return PasswordExport(form=form, logins=tuple(logins), damaged=damaged, is_cut=True)
        else:
            logins.append(row)
    return PasswordExport(form=form, logins=tuple(logins), damaged=damaged)

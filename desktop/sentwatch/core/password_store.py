"""What an export of a password store holds, for the time of a comparison: never kept, never in a repr."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Final

from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.trouble import TroubleKind


class StoreForm(enum.Enum):
    """Which program wrote the export. Edge, Brave, Opera and Vivaldi write what Chrome writes."""

    CHROME = "chrome"
    FIREFOX = "firefox"
    SAFARI = "safari"
    BITWARDEN = "bitwarden"
    ONE_PASSWORD = "1password"  # noqa: S105 - a program's name
    KEEPASS = "keepass"
    KEEPASSXC = "keepassxc"


FORM_NAMES: Final = {
    StoreForm.CHROME: "Chrome",
    StoreForm.FIREFOX: "Firefox",
    StoreForm.SAFARI: "Safari",
    StoreForm.BITWARDEN: "Bitwarden",
    StoreForm.ONE_PASSWORD: "1Password",
    StoreForm.KEEPASS: "KeePass",
    StoreForm.KEEPASSXC: "KeePassXC",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLogin:
    """One entry. `site` is an address or a host as it was written; `one_time` an otpauth URI or a bare secret."""

    name: str
    site: str
    username: str
    password: str = field(repr=False)
    one_time: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordExport:
    """All entries of one export. `damaged` counts rows that could not be read, each costing itself only.

    `is_cut` says that the export was longer than we read.
    """

    form: StoreForm
    logins: tuple[StoredLogin, ...] = field(repr=False)
    damaged: int = 0
    is_cut: bool = False


EXPORT_UNREADABLE = TroubleKind(
    code="export-unreadable",
    title=N_("{name} could not be read: {reason}"),
    do_first=N_("Export again from the program, and name that file. Delete the export when you are done."),
)
NOT_THERE: Final = N_("it could not be opened")
TOO_LARGE: Final = N_("it is larger than such exports are")
NO_EXPORT: Final = N_("it is no export we know")
ENCRYPTED: Final = N_("it is encrypted; choose the unencrypted form when exporting")
NOTHING_READ: Final = N_("none of its entries could be read")


def damaged_rows(damaged: int) -> Phrase:
    """Say how many entries could not be read."""
    return Phrase(
        text=N_("{n} entry could not be read."),
        plural=N_("{n} entries could not be read."),
        count="n",
        params={"n": damaged},
    )

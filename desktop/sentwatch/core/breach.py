"""Lists of leaked passwords: how a row is read, and what can go wrong with asking."""

from __future__ import annotations

import re
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.trouble import TroubleKind

PREFIX: Final = 5
"""Of the 40 hex digits of the SHA-1, so many leave the computer: some 800 of all known leaked passwords begin alike."""

_ROW: Final = re.compile(r"([0-9A-Fa-f]{35}):(\d{1,12})")

BREACH_SERVICE_UNREACHABLE = TroubleKind(
    code="breach-service-unreachable",
    title=N_("The breach service {host} could not be reached."),
    do_first=N_("Try again later. The rest of the review was done."),
)
BREACH_SERVICE_BUSY = TroubleKind(
    code="breach-service-busy",
    title=N_("The breach service {host} asks us to come back later."),
    title_with_wait=N_("The breach service {host} asks us to come back in {wait_s:duration}."),
    do_first=N_("Try again later. The rest of the review was done."),
)
BREACH_SERVICE_ODD = TroubleKind(
    code="breach-service-odd",
    title=N_("{host} did not answer like a breach service, so we do not know."),
    do_first=N_("Something on the way may have answered instead, a hotel's sign-in page for example. Try elsewhere."),
)
BREACH_FILE_UNUSABLE = TroubleKind(
    code="breach-file-unusable",
    title=N_("The list of leaked passwords {path} could not be used: {reason}"),
    do_first=N_("Name a text file with lines of SHA-1:COUNT, sorted by hash, or the folder of a range download."),
)
FILE_MISSING: Final = N_("it could not be opened")
FILE_EMPTY: Final = N_("there is nothing in it")
FILE_FOREIGN: Final = N_("its lines are not SHA-1 hashes with a count")
FILE_NTLM: Final = N_("it holds NTLM hashes; the SHA-1 edition is needed")
FILE_UNSORTED: Final = N_("it is too large to be read whole and its lines are not sorted by hash")


def read_range(text: str, suffix: str) -> int | None:
    """Return how often `suffix` (35 upper-case hex digits) was seen, 0 where it is not listed; None for no such list.

    Rows with a count of 0 are padding and mean nothing.
    """
    seen = 0
    rows = 0
    for line in text.splitlines():
        row = _ROW.fullmatch(line.strip())
        if row is None:
            if line.strip():
                return None
            continue
        rows += 1
        if row.group(1).upper() == suffix:
            seen = max(seen, int(row.group(2)))
    return seen if rows else None

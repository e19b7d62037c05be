"""What follows from changed settings of an account: nothing, judging what is known again, or reading again."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TypeAlias

from sentwatch.core.accounts import Account

Change: TypeAlias = Callable[[Account], Account]
"""Made of the account as it is kept then: two changes in quick succession must not undo each other."""


class Consequence(enum.Enum):
    """What must be done so that what is shown fits the settings."""

    NOTHING = "nothing"
    JUDGE_AGAIN = "judge-again"
    READ_AGAIN = "read-again"


def consequence(before: Account, after: Account) -> Consequence:
    """Tell what a change asks for.

    Another Sent folder holds other mail. Another time zone has other days and hours, and the role decides how sending
    is weighed: both are judged from what was read already.
    """
    if before.sent_folder != after.sent_folder:
        return Consequence.READ_AGAIN
    if (before.time_zone, before.role) != (after.time_zone, after.role):
        return Consequence.JUDGE_AGAIN
    return Consequence.NOTHING

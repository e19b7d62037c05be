"""Which names that look like a domain exist, as plain values that can be remembered and shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.domains import LookalikeLook
from sentwatch.core.looks import Failed
from sentwatch.core.mail_gateways import exchanger_hosts

MAX_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class LookalikesSeen:
    """Names as they are shown to people. `unanswered` could not be asked for."""

    at: datetime
    asked: int
    with_mail: tuple[str, ...] = ()
    registered: tuple[str, ...] = ()
    unanswered: int = 0


def lookalikes_seen(looks: Sequence[LookalikeLook], *, at: datetime) -> LookalikesSeen:
    """Sort the names by what the name system says."""
    with_mail = [look for look in looks if can_receive(look)]
    bare = [look for look in looks if look not in with_mail and exists(look)]
    return LookalikesSeen(
        at=at,
        asked=len(looks),
        with_mail=tuple(map(shown, with_mail))[:MAX_SHOWN],
        registered=tuple(map(shown, bare))[:MAX_SHOWN],
        unanswered=sum(isinstance(look.addresses, Failed) or isinstance(look.exchangers, Failed) for look in looks),
    )


def can_receive(look: LookalikeLook) -> bool:
    """Whether the name has mail servers."""
    return not isinstance(look.exchangers, Failed) and bool(exchanger_hosts(look.exchangers))


def exists(look: LookalikeLook) -> bool:
    """Whether the name has an address."""
    return not isinstance(look.addresses, Failed) and bool(look.addresses)


def shown(look: LookalikeLook) -> str:
    """The name as people read it, with its ASCII form where that is another."""
    name = look.name
    return name.domain if name.shown == name.domain else f"{name.shown} ({name.domain})"

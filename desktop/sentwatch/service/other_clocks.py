"""Use case: ask an account's mail server for its time, then the web page of its host; or a host that somebody named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sentwatch.core.accounts import Account
from sentwatch.core.clock_offset import CLOCK_UNREACHABLE, TELLS_NO_TIME, ClockLook, ClockOffset
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.outgoing import OutgoingServer
from sentwatch.ports.remote_clock import GreetingClockPort, RemoteClockPort

NOBODY_TOLD = N_("Nobody told the time.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherClocks:
    """Asks until one tells its time. `servers` are those that take an account's outgoing mail, the likeliest first."""

    greeting: GreetingClockPort
    web: RemoteClockPort
    servers: Callable[[Account], tuple[OutgoingServer, ...]]

    def look(self, asked: Account | str, *, cancel: CancelToken) -> ClockLook:
        """Ask; that nobody tells the time is an answer, too."""
        before: tuple[Trouble, ...] = ()
        if isinstance(asked, Account):
            try:
                return ClockLook(offset=self._greeted(asked, cancel))
            except Trouble as trouble:
                before = (trouble,)
        host = asked.host if isinstance(asked, Account) else asked
        try:
            return ClockLook(offset=self.web.offset(host, cancel=cancel), asked=before)
        except Trouble as trouble:
            return ClockLook(asked=(*before, trouble))

    def _greeted(self, account: Account, cancel: CancelToken) -> ClockOffset:
        """By the first server that greets: a port at which nobody is there says nothing of the clock."""
        last = Trouble(CLOCK_UNREACHABLE, host=account.host)
        for server in self.servers(account):
            try:
                return self.greeting.offset(server, ca_file=account.ca_file, cancel=cancel)
            except Trouble as trouble:
                if trouble.kind in TELLS_NO_TIME:
                    raise
                last = trouble
        raise last


def clock_part(look: ClockLook) -> ClockOffset | NotChecked:
    """What the check of the clock is given; a server that is known to tell no time is no failure."""
    return look.offset or NotChecked(untold(look), expected=look.is_silent)


def untold(look: ClockLook) -> Phrase:
    """Why nobody told the time, host by host."""
    said = phrase(NOBODY_TOLD)
    for trouble in look.asked:
        said = phrase(N_("{one} {two}"), one=said, two=phrase(trouble.title, **trouble.params))
    return said

"""The one change Sentwatch makes to a mailbox, on the user's button: a script replaced by what they have seen."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass

from sentwatch.adapters.imap.wire import Limits
from sentwatch.adapters.managesieve.door import enter, get_script, list_scripts
from sentwatch.adapters.managesieve.wire import CHANGING, LIMITS, SieveWire
from sentwatch.core.sieve_server import SieveServer
from sentwatch.core.trouble import SCRIPT_CHANGED, SCRIPT_REFUSED, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential


@dataclass(frozen=True, slots=True)
class SieveChange:
    """A SieveChanger. Nothing else holds the verbs that change; each call is one connection of its own."""

    server: SieveServer
    _: KW_ONLY
    limits: Limits | None = None
    context: ssl.SSLContext | None = None

    def replace(self, name: str, *, before: bytes, after: bytes, credential: Credential, cancel: CancelToken) -> None:
        """Put `after` where `before` stands now. What the server holds is compared; it checks the new text first."""
        with self._entered(credential, cancel) as wire:
            if name not in dict(list_scripts(wire)) or get_script(wire, name) != before:
                raise Trouble(SCRIPT_CHANGED, host=wire.host, name=name)
            self._must(wire, b"HAVESPACE", name.encode(), size=len(after))
            self._must(wire, b"CHECKSCRIPT", after)
            self._must(wire, b"PUTSCRIPT", name.encode(), after)
            if get_script(wire, name) != after:
                raise Trouble(SCRIPT_CHANGED, host=wire.host, name=name)

    def activate(
        self, name: str | None, *, instead_of: str | None, credential: Credential, cancel: CancelToken
    ) -> None:
        """Make `name` the active script (None: no script), where `instead_of` is the active one now."""
        with self._entered(credential, cancel) as wire:
            active = next((known for known, is_active in list_scripts(wire) if is_active), None)
            if active != instead_of:
                raise Trouble(SCRIPT_CHANGED, host=wire.host, name=active or "")
            # An empty name switches all scripts off (RFC 5804 section 2.8).
            self._must(wire, b"SETACTIVE", (name or "").encode())

    @contextmanager
    def _entered(self, credential: Credential, cancel: CancelToken) -> Iterator[SieveWire]:
        wire, leaving, _facts = enter(
            self.server,
            credential=credential,
            cancel=cancel,
            verbs=CHANGING,
            limits=self.limits or LIMITS,
            context=self.context,
        )
        with leaving:
            yield wire
            wire.farewell()

    def _must(self, wire: SieveWire, verb: bytes, *strings: bytes, size: int | None = None) -> None:
        wire.say(verb, *strings, number=size)
        answer = wire.answer()
        if answer.word != "OK":
            said = " ".join(part for part in (answer.code, answer.text) if part)
            raise Trouble(SCRIPT_REFUSED, host=wire.host, answer=said[:300])

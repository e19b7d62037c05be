"""The reading door of ManageSieve: sign in once, read every script, and leave everything as it was."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Final

from sentwatch.adapters.imap.connect import tls_context
from sentwatch.adapters.imap.wire import Limits
from sentwatch.adapters.managesieve.wire import LIMITS, READING, Answer, SieveWire, connect_sieve
from sentwatch.core.refusals import judge_refusal
from sentwatch.core.sieve_server import SieveServer
from sentwatch.core.trouble import (
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    RULES_ENCRYPTION_REFUSED,
    SERVER_BROKE_RULES,
    SERVER_REFUSED,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from sentwatch.ports.sieve import SieveFacts, SieveScript

MAX_SCRIPTS: Final = 200
"""Pigeonhole's usual quota is far lower; more names than this are not read."""
MAX_ALL_BYTES: Final = 16 << 20
MAX_CHALLENGES: Final = 3


@dataclass(frozen=True, slots=True)
class ManageSieveDoor:
    """A SieveDoor. `limits` and `context` are for tests."""

    server: SieveServer
    _: KW_ONLY
    limits: Limits | None = None
    context: ssl.SSLContext | None = None

    def open(self, *, credential: Credential, cancel: CancelToken) -> ManageSieveScripts:
        """Sign in; exactly one attempt with the credential."""
        wire, leaving, facts = enter(
            self.server,
            credential=credential,
            cancel=cancel,
            verbs=READING,
            limits=self.limits or LIMITS,
            context=self.context,
        )
        return ManageSieveScripts(wire, leaving=leaving, facts=facts)


def enter(
    server: SieveServer,
    *,
    credential: Credential,
    cancel: CancelToken,
    verbs: frozenset[bytes],
    limits: Limits,
    context: ssl.SSLContext | None,
) -> tuple[SieveWire, contextlib.ExitStack, SieveFacts]:
    """Connect, encrypt, sign in. The stack closes the wire."""
    cancel.check()
    context = context or tls_context(server.ca_file, host=server.host)
    wire = connect_sieve(server, context=context, cancel=cancel, verbs=verbs, limits=limits)
    leaving = contextlib.ExitStack()
    try:
        leaving.callback(wire.close)
        leaving.enter_context(cancel.on_cancel(wire.abort))
        # The capabilities come by themselves after TLS (RFC 5804 sections 1.7 and 2.2); those from before are gone.
        capabilities = read_capabilities(wire.welcome())
        mechanism = _sign_in(wire, server.login_name, credential, capabilities)
        version = (wire.tls and wire.tls.version()) or ""
        facts = SieveFacts(capabilities=capabilities, mechanism=mechanism, tls_version=version)
        return wire, leaving.pop_all(), facts
    except BaseException:
        leaving.close()
        raise


def read_capabilities(answer: Answer) -> Mapping[str, str]:
    """Return what the server offers by name: SIEVE, SASL, IMPLEMENTATION and others."""
    found: dict[str, str] = {}
    for line in answer.lines[:100]:
        if line:
            name = line[0].decode("utf-8", "replace").upper()[:64]
            found[name] = line[1].decode("utf-8", "replace")[:2_000] if len(line) > 1 else ""
    return found


def _sign_in(wire: SieveWire, name: str, credential: Credential, capabilities: Mapping[str, str]) -> str:
    secret = credential.secret
    if not secret or any(sign in secret or sign in name for sign in "\r\n\0"):
        raise Trouble(BAD_CREDENTIAL, host=wire.host)
    offered = set(capabilities.get("SASL", "").upper().split())
    if credential.kind is CredentialKind.ACCESS_TOKEN:
        if "OAUTHBEARER" in offered:
            escaped = name.replace("=", "=3D").replace(",", "=2C")
            mechanism, answer = "OAUTHBEARER", f"n,a={escaped},\1auth=Bearer {secret}\1\1"
        elif "XOAUTH2" in offered:
            mechanism, answer = "XOAUTH2", f"user={name}\1auth=Bearer {secret}\1\1"
        else:
            raise Trouble(SERVER_REFUSED, host=wire.host, answer="no OAUTHBEARER, no XOAUTH2")
    elif "PLAIN" in offered:
        mechanism, answer = "PLAIN", f"\0{name}\0{secret}"
    elif offered & {"OAUTHBEARER", "XOAUTH2"}:
        raise Trouble(BROWSER_SIGN_IN_NEEDED, host=wire.host)
    elif "SASL" in capabilities and offered:
        raise Trouble(SERVER_REFUSED, host=wire.host, answer=f"SASL {capabilities['SASL']}"[:200])
    else:
        raise Trouble(RULES_ENCRYPTION_REFUSED, host=wire.host)
    wire.say_authenticate(mechanism.encode("ascii"), answer.encode())
    end = _hear(wire)
    if end.word != "OK":
        judged = judge_refusal(f"[{end.code}] {end.text}" if end.code else end.text, goodbye=end.word == "BYE")
        raise Trouble(judged.kind, host=wire.host, **judged.params)
    return mechanism


def _hear(wire: SieveWire) -> Answer:
    """Hear how signing in ended. A challenge carries why it was refused (RFC 7628 3.2.3): answered with nothing."""
    for _ in range(MAX_CHALLENGES):
        heard = wire.challenge()
        if isinstance(heard, Answer):
            return heard
        wire.answer_challenge(b"")
    raise Trouble(SERVER_BROKE_RULES, host=wire.host)


class ManageSieveScripts:
    """A SievePort: one signed-in connection that can only read."""

    def __init__(self, wire: SieveWire, *, leaving: contextlib.ExitStack, facts: SieveFacts) -> None:
        self._wire = wire
        self._leaving = leaving
        self._facts = facts

    @property
    def facts(self) -> SieveFacts:
        """What the door showed on the way in."""
        return self._facts

    def names(self) -> Sequence[tuple[str, bool]]:
        """Return the names of all scripts, and whether each is the active one."""
        return list_scripts(self._wire)

    def read(self, name: str) -> bytes:
        """Return a script's text."""
        return get_script(self._wire, name)

    def scripts(self) -> Sequence[SieveScript]:
        """Read all scripts; what is too much of them is a broken rule of the server's."""
        found: list[SieveScript] = []
        size = 0
        for name, is_active in self.names():
            text = self.read(name)
            size += len(text)
            if size > MAX_ALL_BYTES:
                raise Trouble(SERVER_BROKE_RULES, host=self._wire.host)
            found.append(SieveScript(name=name, text=text, is_active=is_active))
        return found

    def close(self) -> None:
        """Leave; never blocks."""
        self._wire.farewell()
        self._leaving.close()


def list_scripts(wire: SieveWire) -> list[tuple[str, bool]]:
    """LISTSCRIPTS (RFC 5804 section 2.7)."""
    answer = wire.ask(b"LISTSCRIPTS")
    if len(answer.lines) > MAX_SCRIPTS:
        raise Trouble(SERVER_BROKE_RULES, host=wire.host)
    return [
        (line[0].decode("utf-8", "replace"), any(word.upper() == b"ACTIVE" for word in line[1:]))
        for line in answer.lines
        if line
    ]


def get_script(wire: SieveWire, name: str) -> bytes:
    """GETSCRIPT (RFC 5804 section 2.9)."""
    answer = wire.ask(b"GETSCRIPT", name.encode())
    if len(answer.lines) != 1 or len(answer.lines[0]) != 1:
        raise Trouble(SERVER_BROKE_RULES, host=wire.host)
    return answer.lines[0][0]

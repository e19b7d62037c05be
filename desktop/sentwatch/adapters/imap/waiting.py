"""Waiting for the server to tell of changes: IDLE where it is offered, and news of other folders by NOTIFY."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection

from sentwatch.adapters.imap.fetch import Reader
from sentwatch.adapters.imap.names import decoded_name
from sentwatch.adapters.imap.wire import Wire
from sentwatch.core.trouble import NETWORK_CUT, SERVER_REFUSED, Trouble
from sentwatch.ports.cancel import CancelToken

_LEAVE_ASKED_EVERY_S = 0.5
_IDLE_RENEW_S = 600.0
"""RFC 2177 says to renew within 29 minutes; home routers forget quiet connections much sooner."""
_TOLD_AT_MOST = 1_000
_STATUS_LINE = re.compile(rb'\* STATUS (?:"((?:[^"\\\r\n]|\\.)*)"|([^\s"(){]+)) ?\(', re.IGNORECASE)


class Waiting:
    """Waits on one connection, and keeps which other folders the server told of."""

    def __init__(self, wire: Wire, reader: Reader, cancel: CancelToken) -> None:
        self._wire = wire
        self._reader = reader
        self._cancel = cancel
        self._changed: set[str] = set()
        self._but: frozenset[str] = frozenset()
        self._is_told = False

    def watch_also(self, capabilities: frozenset[str], *, but: Collection[str]) -> bool:
        """Ask the server to tell of all other folders too (RFC 5465), where it can; it does so until the end."""
        self._but = frozenset(but)
        if self._is_told or not capabilities >= {"NOTIFY", "IDLE"}:
            return self._is_told
        # All by one word: Dovecot 2.3 never tells of a named folder outside ASCII, and goes silent where a second
        # NOTIFY SET follows the first (both measured on 2.3.19).
        events = b"(MessageNew MessageExpunge)"
        self._is_told = self._granted(b"NOTIFY SET (SELECTED %b) (PERSONAL %b)" % (events, events))
        return self._is_told

    def _granted(self, command: bytes) -> bool:
        try:
            list(self._reader.replies(self._reader.say(command)))
        except Trouble as trouble:
            if trouble.kind is not SERVER_REFUSED:
                raise
            return False
        return True

    def take_changed(self) -> frozenset[str]:
        """Return the folders told of since this was last asked."""
        changed, self._changed = frozenset(self._changed), set()
        return changed

    def wait(self, wait_s: float, capabilities: frozenset[str], *, leave: Callable[[], bool]) -> bool:
        """Wait until the server tells of a change (True), or the time is over or `leave` says so (False)."""
        if "IDLE" not in capabilities:
            until_s = time.monotonic() + wait_s
            while (left_s := until_s - time.monotonic()) > 0 and not leave():
                self._cancel.wait(min(left_s, _LEAVE_ASKED_EVERY_S))
            self._cancel.check()
            news = [self._is_news(line) for line in self._reader.replies(self._reader.say(b"NOOP"))]
            return any(news)
        left_s = wait_s
        while left_s > 0:
            turn_s = min(left_s, _IDLE_RENEW_S)
            left_s -= turn_s
            if self._idle(turn_s, leave):
                return True
            if leave():
                return False
        return False

    def _idle(self, wait_s: float, leave: Callable[[], bool]) -> bool:
        wire = self._wire
        tag = self._reader.say(b"IDLE")
        line = self._reader.line()
        is_changed = False
        for _ in range(_TOLD_AT_MOST):
            if line.startswith(b"+"):
                break
            if line.startswith(tag + b" "):
                self._reader.check_completion(line[len(tag) + 1 :])
                return is_changed
            is_changed = self._is_news(line) or is_changed
            line = self._reader.line()
        until_s = time.monotonic() + wait_s
        while not is_changed and not leave() and (left_s := until_s - time.monotonic()) > 0:
            if not wire.has_data(min(left_s, _LEAVE_ASKED_EVERY_S)):
                continue
            line = self._reader.line()
            if line[:5].upper() == b"* BYE":
                raise Trouble(NETWORK_CUT, host=wire.host)
            is_changed = self._is_news(line)
        wire.send(b"DONE\r\n")
        for line in self._reader.replies(tag):
            is_changed = self._is_news(line) or is_changed
        return is_changed

    def _is_news(self, line: bytes) -> bool:
        match = _STATUS_LINE.match(line)
        if match is None:
            return _is_change(line)
        names = _names(re.sub(rb"\\(.)", rb"\1", match[1] or b"") or match[2] or b"")
        if names & self._but:
            return False
        if len(self._changed) < _TOLD_AT_MOST:
            self._changed |= names
        return True


def _names(raw: bytes) -> frozenset[str]:
    """Both ways to read a name: as RFC 3501 writes it, and bare as Dovecot's NOTIFY does (measured on 2.3.19)."""
    return frozenset((decoded_name(raw.decode("latin-1")), raw.decode("utf-8", "replace")))


def _is_change(line: bytes) -> bool:
    words = line.upper().split(None, 3)
    if len(words) < 3 or words[0] != b"*":
        return False
    return words[2] in (b"EXISTS", b"EXPUNGE", b"FETCH") or words[1] == b"VANISHED"

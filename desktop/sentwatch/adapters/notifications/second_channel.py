"""A second way to be told: a webhook or a command of the user's own. Carries nothing personal unless allowed."""

from __future__ import annotations

import json
import logging
import os
import shlex
import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final
from urllib.parse import urlsplit

from sentwatch.core.notify import Notice, Notification
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.trouble import Trouble, TroubleKind
from sentwatch.ports.cancel import CancelToken
from sentwatch.texts.notification import (
    notice_without_details,
    render_notice,
    render_notification,
    render_without_details,
)
from sentwatch.texts.words import Words

SECOND_WAY_FAILED: Final = TroubleKind(
    code="second-way-failed",
    title=N_("The test message did not arrive: {reason}."),
    do_first=N_("Check the address or the command line. A command has to end with 0; you can run it by hand."),
)
SEND_S: Final = 15.0
_log = logging.getLogger("sentwatch.notifications")


def content(notification: Notification, words: Words, *, with_details: bool) -> dict[str, str]:
    """What the channel carries: always the code and how serious it is, the rest only where allowed."""
    text = (render_notification if with_details else render_without_details)(notification, words)
    said = {
        "code": notification.finding.kind.code,
        "severity": notification.finding.severity.word,
        "summary": text.summary,
        "text": text.body,
    }
    if with_details and notification.account:
        said["account"] = notification.account
    return said


def notice_content(notice: Notice, words: Words, *, with_details: bool) -> dict[str, str]:
    """The same of a notice."""
    text = (render_notice if with_details else notice_without_details)(notice, words)
    return {"code": notice.code, "severity": notice.severity.word, "summary": text.summary, "text": text.body}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refused:
    """Why a message did not arrive: for the log, and in words for whoever tries the way out."""

    logged: str
    reason: Phrase


class _Channel:
    """What both ways have in common. Each message goes on a thread of its own: a slow one must not hold the watch."""

    __slots__ = ()

    words: Callable[[], Words]
    with_details: bool

    def notify(self, notification: Notification) -> None:
        """Tell it."""
        self._begin(content(notification, self.words(), with_details=self.with_details))

    def say(self, notice: Notice) -> None:
        """As `notify`."""
        self._begin(notice_content(notice, self.words(), with_details=self.with_details))

    def try_out(self, *, cancel: CancelToken) -> None:
        """Send a test message and wait for what becomes of it. Raises Trouble SECOND_WAY_FAILED."""
        words = self.words()
        said = {
            "code": "test",
            "severity": "info",
            "summary": words(N_("Sentwatch: a test")),
            "text": words(N_("You asked for this message. What Sentwatch has to tell will come the same way.")),
        }
        outcome: SimpleQueue[_Refused | None] = SimpleQueue()
        threading.Thread(target=lambda: outcome.put(self._send(said)), name="second-way-test", daemon=True).start()
        while True:
            cancel.check()
            with suppress(Empty):
                refused = outcome.get(timeout=0.1)
                break
        if refused is not None:
            raise Trouble(SECOND_WAY_FAILED, reason=refused.reason)

    def _begin(self, said: dict[str, str]) -> None:
        threading.Thread(target=self._deliver, args=(said,), name="second-way", daemon=True).start()

    def _deliver(self, said: dict[str, str]) -> None:
        refused = self._send(said)
        if refused is not None:
            _log.warning("%s", refused.logged)

    def _send(self, said: dict[str, str]) -> _Refused | None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook(_Channel):
    """A Notifier that posts JSON to an https address of the user's own, without following redirects."""

    url: str
    words: Callable[[], Words]
    with_details: bool = False
    context: ssl.SSLContext | None = None

    def _send(self, said: dict[str, str]) -> _Refused | None:
        import httpx2

        if urlsplit(self.url).scheme != "https":
            reason = phrase(N_("its address does not begin with https://"))
            return _Refused(logged="the webhook is no https address; nothing was sent", reason=reason)
        try:
            with httpx2.Client(
                verify=self.context or ssl.create_default_context(), trust_env=False, follow_redirects=False,
                timeout=SEND_S,
            ) as client:  # fmt: skip
                status = client.post(self.url, json=said).status_code
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            logged = f"the webhook could not be reached: {type(error).__name__}"
            return _Refused(logged=logged, reason=phrase(N_("it could not be reached")))
        if status >= 300:
            reason = phrase(N_("it answered {status:plain}"), status=status)
            return _Refused(logged=f"the webhook answered {status}", reason=reason)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(_Channel):
    """A Notifier that runs a program of the user's own, which reads JSON from its input; no shell, nothing in argv."""

    line: str
    words: Callable[[], Words]
    with_details: bool = False

    def _send(self, said: dict[str, str]) -> _Refused | None:
        try:
            argv = shlex.split(self.line, posix=os.name != "nt")
            done = subprocess.run(  # noqa: S603 - the user's own program, named in the user's own settings
                argv, input=json.dumps(said, ensure_ascii=False), text=True, encoding="utf-8", timeout=SEND_S,
                check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            reason = phrase(N_("it took longer than {wait_s:duration}"), wait_s=SEND_S)
            return _Refused(logged="the notification command took too long", reason=reason)
        except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
            logged = f"the notification command could not be run: {type(error).__name__}"
            return _Refused(logged=logged, reason=phrase(N_("the program could not be started")))
        if done.returncode:
            reason = phrase(N_("it ended with {code:plain}"), code=done.returncode)
            return _Refused(logged=f"the notification command ended with {done.returncode}", reason=reason)
        return None

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
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from sentwatch.core.notify import Notice, Notification
from sentwatch.texts.notification import (
    notice_without_details,
    render_notice,
    render_notification,
    render_without_details,
)
from sentwatch.texts.words import Words

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
class Webhook:
    """A Notifier that posts JSON to an https address of the user's own, without following redirects."""

    url: str
    words: Callable[[], Words]
    with_details: bool = False
    context: ssl.SSLContext | None = None

    def notify(self, notification: Notification) -> None:
        """Post on a thread of its own: a slow receiver must not hold up the watch."""
        self._begin(content(notification, self.words(), with_details=self.with_details))

    def say(self, notice: Notice) -> None:
        """As `notify`."""
        self._begin(notice_content(notice, self.words(), with_details=self.with_details))

    def _begin(self, said: dict[str, str]) -> None:
        threading.Thread(target=self._post, args=(said,), name="webhook", daemon=True).start()

    def _post(self, said: dict[str, str]) -> None:
        import httpx2

        if urlsplit(self.url).scheme != "https":
            _log.warning("the webhook is no https address; nothing was sent")
            return
        try:
            with httpx2.Client(
                verify=self.context or ssl.create_default_context(), trust_env=False, follow_redirects=False,
                timeout=SEND_S,
            ) as client:  # fmt: skip
                status = client.post(self.url, json=said).status_code
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            _log.warning("the webhook could not be reached: %s", type(error).__name__)
            return
        if status >= 300:
            _log.warning("the webhook answered %d", status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A Notifier that runs a program of the user's own, which reads JSON from its input; no shell, nothing in argv."""

    line: str
    words: Callable[[], Words]
    with_details: bool = False

    def notify(self, notification: Notification) -> None:
        """Run on a thread of its own."""
        self._begin(content(notification, self.words(), with_details=self.with_details))

    def say(self, notice: Notice) -> None:
        """As `notify`."""
        self._begin(notice_content(notice, self.words(), with_details=self.with_details))

    def _begin(self, said: dict[str, str]) -> None:
        threading.Thread(target=self._run, args=(said,), name="notify-command", daemon=True).start()

    def _run(self, said: dict[str, str]) -> None:
        try:
            argv = shlex.split(self.line, posix=os.name != "nt")
            done = subprocess.run(  # noqa: S603 - the user's own program, named in the user's own settings
                argv, input=json.dumps(said, ensure_ascii=False), text=True, encoding="utf-8", timeout=SEND_S,
                check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
            _log.warning("the notification command could not be run: %s", type(error).__name__)
            return
        if done.returncode:
            _log.warning("the notification command ended with %d", done.returncode)

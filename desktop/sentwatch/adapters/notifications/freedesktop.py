"""Desktop notifications on Linux (org.freedesktop.Notifications, specification 1.2), with buttons and updates."""

from __future__ import annotations

import html
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.threading import DBusRouter, Proxy, open_dbus_connection

from sentwatch.core.findings import Severity
from sentwatch.core.notify import Notice, Notification
from sentwatch.texts.notification import NotificationText, render_notice, render_notification
from sentwatch.texts.words import Words

BUS_NAME: Final = "org.freedesktop.Notifications"
_SERVICE: Final = DBusAddress("/org/freedesktop/Notifications", bus_name=BUS_NAME, interface=BUS_NAME)
_URGENCY: Final = {Severity.INFO: 0, Severity.NOTICE: 1, Severity.WARNING: 1, Severity.URGENT: 2}
_ANSWER_S: Final = 5.0

SHOW: Final = "default"
"""The action a click on the bubble itself stands for."""
THAT_WAS_ME: Final = "that-was-me"

_log = logging.getLogger("sentwatch.notifications")


class _Router(DBusRouter):  # type: ignore[misc]  # jeepney has no types
    """As its base, which lets its thread end in a traceback when the bus goes away (jeepney 0.9)."""

    def _receiver(self) -> None:
        with suppress(OSError):
            super()._receiver()


@dataclass(slots=True)
class FreedesktopNotifier:
    """A Notifier. `on_action` is called on a thread of its own with SHOW or THAT_WAS_ME.

    What was acted upon is None for a notice, which shows no finding.
    """

    words: Callable[[], Words]
    on_action: Callable[[Notification | None, str], None]
    _router: DBusRouter | None = field(default=None, init=False, repr=False)
    _ids: dict[tuple[str, str, str], int] = field(default_factory=dict, init=False, repr=False)
    _shown: dict[int, Notification | None] = field(default_factory=dict, init=False, repr=False)
    _capabilities: frozenset[str] = field(default=frozenset(), init=False, repr=False)
    _closed: threading.Event = field(default_factory=threading.Event, init=False, repr=False)

    def start(self) -> bool:
        """Connect; False where this desktop has no notifications."""
        try:
            connection = open_dbus_connection(bus="SESSION")
            self._router = _Router(connection)
            (capabilities,) = self._call("GetCapabilities")
        except Exception:  # noqa: BLE001 - no bus, no service, an old library: all mean "not here"
            self.close()
            return False
        self._capabilities = frozenset(capabilities)
        rule = MatchRule(type="signal", interface=BUS_NAME, path="/org/freedesktop/Notifications")
        Proxy(message_bus, self._router).AddMatch(rule)
        threading.Thread(target=self._listen, args=(rule,), name="notification-actions", daemon=True).start()
        return True

    def notify(self, notification: Notification) -> None:
        """Show it, in the place of what was shown of the same thing."""
        text = render_notification(notification, self.words())
        key = (notification.account_key, *notification.key)
        number = self._show(key, text, notification.finding.severity)
        if number is not None:
            self._shown[number] = notification

    def say(self, notice: Notice) -> None:
        """Show a notice, in the place of the one before."""
        key = (notice.account_key, notice.code, "")
        number = self._show(key, render_notice(notice, self.words()), notice.severity)
        if number is not None:
            self._shown[number] = None

    def _show(self, key: tuple[str, str, str], text: NotificationText, severity: Severity) -> int | None:
        if self._router is None:
            return None
        try:
            (number,) = self._call(
                "Notify",
                "susssasa{sv}i",
                (
                    "Sentwatch",
                    self._ids.get(key, 0),
                    "sentwatch",
                    text.summary,
                    self._body(text),
                    self._actions(text),
                    {"urgency": ("y", _URGENCY[severity]), "desktop-entry": ("s", "sentwatch")},
                    0 if severity >= Severity.WARNING else -1,
                ),
            )
        except Exception as error:  # noqa: BLE001 - a desktop that went away costs this channel only
            _log.warning("a notification could not be shown: %s", type(error).__name__)
            return None
        self._ids[key] = number
        return int(number)

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        router, self._router = self._router, None
        if router is not None:
            with suppress(Exception):
                router.close()
                router.conn.close()

    def _call(self, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        assert self._router is not None
        reply = self._router.send_and_get_reply(
            new_method_call(_SERVICE, method, signature or None, body), timeout=_ANSWER_S
        )
        if reply.header.message_type.name == "error":
            raise ConnectionError(method)
        answer: tuple[Any, ...] = reply.body
        return answer

    def _body(self, text: NotificationText) -> str:
        # What a mail says must not become markup; servers without markup would show the escapes.
        return html.escape(text.body, quote=False) if "body-markup" in self._capabilities else text.body

    def _actions(self, text: NotificationText) -> list[str]:
        if "actions" not in self._capabilities:
            return []
        actions = [SHOW, text.show, "show", text.show]
        return [*actions, THAT_WAS_ME, text.answer] if text.answer else actions

    def _listen(self, rule: MatchRule) -> None:
        router = self._router
        if router is None:
            return
        with router.filter(rule, bufsize=100) as queue:
            while not self._closed.is_set():
                try:
                    message = queue.get(timeout=0.5)
                except Exception:  # noqa: BLE001, S112 - nothing came; the queue's own exception differs by version
                    continue
                member = message.header.fields.get(3)
                if member == "ActionInvoked" and len(message.body) == 2:
                    number, action = message.body
                    if number in self._shown:
                        self.on_action(self._shown[number], THAT_WAS_ME if action == THAT_WAS_ME else SHOW)
                elif member == "NotificationClosed" and message.body:
                    self._shown.pop(message.body[0], None)


__all__ = ["SHOW", "THAT_WAS_ME", "FreedesktopNotifier"]

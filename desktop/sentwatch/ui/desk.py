"""What goes on beside the window: the watch, the tray, notifications, and what closing the window means."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from sentwatch.core.findings import Severity
from sentwatch.core.notify import Notice, Notification
from sentwatch.core.phrase import N_, phrase
from sentwatch.texts.notification import NotificationText, render_notice, render_notification
from sentwatch.ui.known import FindingRef
from sentwatch.ui.presenters.desk import no_tray_question
from sentwatch.ui.presenters.tray import tray
from sentwatch.ui.tray import Tray

if TYPE_CHECKING:
    from sentwatch.adapters.notifications.freedesktop import FreedesktopNotifier
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.notifier import Notifier
    from sentwatch.ui.window import Window
    from sentwatch.ui.wired import WiredActions
    from sentwatch.wiring import App

_SOON_MS: Final = 150
"""News that come together are read once."""
_TICK_MS: Final = 20_000
_TRAY_WAIT: Final = timedelta(seconds=30)
"""At login the desktop's tray may come up later than we do."""
_TRAY_TRY_MS: Final = 500
_BUBBLE_MS: Final = 15_000


class Desk(QObject):
    """Made when the window is filled. Whatever comes from other threads comes as signals."""

    _happened = Signal()
    _acted = Signal(object, str)
    _bubbled = Signal(object, object)

    def __init__(self, window: Window, app: App, actions: WiredActions, *, begins_hidden: bool = False) -> None:
        super().__init__(window)
        self._window = window
        self._app = app
        self._actions = actions
        self._freedesktop: FreedesktopNotifier | None = None
        self._resume_at: datetime | None = None
        self._shown_last: FindingRef | None = None
        self.tray = Tray(parent=self)
        self.tray.open_wanted.connect(self._open)
        self.tray.check_wanted.connect(lambda only: window.session.check_now(only=only))
        self.tray.pause_wanted.connect(self._pause)
        self.tray.resume_wanted.connect(self._resume)
        self.tray.finding_wanted.connect(self._show_finding)
        self.tray.settings_wanted.connect(self._show_settings)
        self.tray.version_wanted.connect(self._show_version)
        self.tray.quit_wanted.connect(window.leave)
        self._happened.connect(self._take_news, Qt.ConnectionType.QueuedConnection)
        self._acted.connect(self._act, Qt.ConnectionType.QueuedConnection)
        self._bubbled.connect(self._bubble, Qt.ConnectionType.QueuedConnection)
        self._soon = self._timer(_SOON_MS, window.session.load, is_single=True)
        self._ticks = self._timer(_TICK_MS, self._tick)
        self._tray_tries = self._timer(_TRAY_TRY_MS, self._look_for_tray)
        self._tray_until = app.clock.now() + _TRAY_WAIT
        self._is_hidden = begins_hidden
        window.instead_of_closing = self._instead_of_closing
        window.session.changed.connect(self._show)
        window.session.settings_changed.connect(self._take_settings)
        QApplication.setQuitOnLastWindowClosed(False)
        self._tray_tries.start()
        self._look_for_tray()
        self._ticks.start()
        self._in_background(self._begin_watching)

    def end(self) -> None:
        """Watch no more, and take the tray's icon away."""
        self._ticks.stop()
        self._tray_tries.stop()
        self.tray.hide()
        self._actions.end_watching()
        if self._freedesktop is not None:
            self._freedesktop.close()

    def notify(self, notification: Notification) -> None:
        """A Notifier by the tray's own bubbles, where the desktop offers no better; on any thread."""
        self._bubbled.emit(notification, render_notification(notification, self._window.language.words))

    def say(self, notice: Notice) -> None:
        """As `notify`."""
        self._bubbled.emit(notice, render_notice(notice, self._window.language.words))

    def _timer(self, every_ms: int, act: Callable[[], object], *, is_single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(every_ms)
        timer.setSingleShot(is_single)
        timer.timeout.connect(act)
        return timer

    def _begin_watching(self) -> None:
        if sys.platform not in {"win32", "darwin"}:
            from sentwatch.adapters.notifications.freedesktop import FreedesktopNotifier

            notifier = FreedesktopNotifier(words=lambda: self._window.language.words, on_action=self._acted.emit)
            if notifier.start():
                self._freedesktop = notifier
        if self._app.has_store:
            self._actions.begin_watching(self._happened.emit, self._notifiers)
        self._happened.emit()

    def _notifiers(self) -> Iterable[Notifier]:
        return (self._freedesktop or self, *self._app.second_channels(lambda: self._window.language.words))

    def _in_background(self, work: Callable[[], object]) -> None:
        """One after the other: what is to be told waits until it is known by which way."""
        self._window.session.background.task(lambda _cancel, _progress: work(), lane="desk").start()

    def _take_news(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _tick(self) -> None:
        if self._resume_at is not None and self._app.clock.now() >= self._resume_at:
            self._resume()
        self._in_background(self._actions.tick)
        # In a lane of its own: a silent server must not keep what is to be told waiting.
        self._window.session.background.task(lambda cancel, _p: self._look_for_version(cancel), lane="version").start()

    def _look_for_version(self, cancel: CancelToken) -> None:
        if self._actions.ask_for_version(cancel=cancel):
            self._happened.emit()
        notice = self._actions.version_to_tell()
        if notice is not None:
            (self._freedesktop or self).say(notice)

    def _look_for_tray(self) -> None:
        if self.tray.is_available():
            self._tray_tries.stop()
            self._show()
        elif self._app.clock.now() > self._tray_until:
            self._tray_tries.stop()
            if self._is_hidden and not self._window.isVisible():
                # Started out of sight, but there is nowhere else to be seen.
                self._window.showMinimized()

    def _show(self) -> None:
        if self.tray.is_available():
            words = self._window.language.words
            self.tray.show_view(tray(self._window.session.known, words, now=self._app.clock.now()))

    def _open(self) -> None:
        self._window.show_again()
        ref, self._shown_last = self._shown_last, None
        if ref is not None:
            self._window.frame.open_finding(ref)

    def _show_finding(self, ref: FindingRef) -> None:
        self._window.show_again()
        self._window.frame.open_finding(ref)

    def _show_settings(self) -> None:
        self._window.show_again()
        self._window.frame.open_page("settings")

    def _show_version(self) -> None:
        self._window.show_again()
        self._window.frame.open_versions()

    def _pause(self, hours: int | None) -> None:
        now = self._app.clock.now()
        self._resume_at = now + timedelta(hours=hours) if hours is not None else _tomorrow(now)
        self._window.session.run(self._actions.pause_watching)

    def _resume(self) -> None:
        self._resume_at = None
        self._window.session.run(self._actions.resume_watching)

    def _take_settings(self) -> None:
        self._in_background(self._actions.restart_watching)

    def _act(self, notification: Notification | None, action: str) -> None:
        """What was pressed on a notification."""
        from sentwatch.adapters.notifications.freedesktop import THAT_WAS_ME

        if notification is None:
            self._window.show_again()
        elif action == THAT_WAS_ME:
            self._window.session.run(lambda: self._actions.that_was_me(notification))
        else:
            self._show_finding(_ref(notification))

    def _bubble(self, told: Notification | Notice, text: NotificationText) -> None:
        if isinstance(told, Notification):
            self._shown_last = _ref(told)
        if self.tray.is_available():
            severity = told.finding.severity if isinstance(told, Notification) else told.severity
            kind = (
                self.tray.icon.MessageIcon.Warning
                if severity >= Severity.WARNING
                else self.tray.icon.MessageIcon.Information
            )
            self.tray.icon.showMessage(text.summary, text.body, kind, _BUBBLE_MS)
        else:
            QApplication.alert(self._window)

    def _instead_of_closing(self) -> bool:
        """Closing means: out of the way, but watching on. Said once."""
        settings = self._app.settings
        if not settings.close_to_tray or not self._window.session.known.accounts:
            self._window.leave()
            return True
        if self.tray.is_available():
            self._window.hide()
            if not settings.told_close_to_tray:
                self._app.settings_file.write(replace(settings, told_close_to_tray=True))
                self._in_background(self._tell_of_tray)
            return True
        if not settings.told_no_tray:
            from sentwatch.ui.dialogs.question import ask

            words = self._window.language.words
            if ask(self._window.theme, no_tray_question(words), parent=self._window.frame):
                self._window.leave()
                return True
            self._app.settings_file.write(replace(settings, told_no_tray=True))
        self._window.showMinimized()
        return True

    def _tell_of_tray(self) -> None:
        notice = Notice(
            code="watch.in-tray",
            severity=Severity.INFO,
            summary=phrase(N_("Sentwatch goes on watching")),
            body=phrase(N_("You find it in the tray. To end it, choose “Quit” in its menu there.")),
        )
        (self._freedesktop or self).say(notice)


def _ref(notification: Notification) -> FindingRef:
    finding = notification.finding
    return FindingRef(account_key=notification.account_key, code=finding.kind.code, subject=finding.subject)


def _tomorrow(now: datetime) -> datetime:
    """Seven in the morning of the next day, by the clock of this computer."""
    local = now.astimezone()
    return (local + timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)

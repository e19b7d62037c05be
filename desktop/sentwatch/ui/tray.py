"""The tray: an icon whose shape tells the state, and a menu. Where there is no tray nothing is shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, partial
from typing import ClassVar, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from sentwatch.ui.icons import tray_icon
from sentwatch.ui.presenters.tray import TrayView

_SETTLES_MS: Final = 400
"""The desktop has put the icon in its place by then."""
_DARK_PANELS = ("GNOME", "Unity", "Pantheon", "Budgie")
"""Desktops whose panel is dark, whatever the windows look like."""


class Tray(QObject):
    """Signals say what was wanted; an account's key or None, hours or None (until tomorrow), a FindingRef."""

    open_wanted = Signal()
    check_wanted = Signal(object)
    pause_wanted = Signal(object)
    resume_wanted = Signal()
    finding_wanted = Signal(object)
    settings_wanted = Signal()
    version_wanted = Signal()
    quit_wanted = Signal()
    _waits: ClassVar[bool] = False
    """Whether Qt is not to look for a tray yet."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        Tray._waits = True
        self._view: TrayView | None = None
        self._is_on_dark = panel_is_dark()
        self._seen = QTimer(self)
        self._seen.setSingleShot(True)
        self._seen.setInterval(_SETTLES_MS)
        self._seen.timeout.connect(self._look_at_panel)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._look_at_panel)

    @cached_property
    def menu(self) -> QMenu:
        """What opens on the icon."""
        return QMenu()

    @cached_property
    def icon(self) -> QSystemTrayIcon:
        """The icon. Qt decides for good, when this is made, by which way it is shown."""
        made = QSystemTrayIcon(self)
        made.setContextMenu(self.menu)
        made.activated.connect(self._activated)
        made.messageClicked.connect(self.open_wanted)
        return made

    def begin(self) -> None:
        """Use the tray there is now, or the one that comes by the same way."""
        Tray._waits = False
        self.icon  # noqa: B018 - made where it is not there

    @property
    def has_begun(self) -> bool:
        """Whether Qt has decided by which way the icon is shown."""
        return "icon" in self.__dict__

    @staticmethod
    def is_available() -> bool:
        """Whether this desktop has a tray now. `isVisible` says nothing about that, and asking Qt lets it decide."""
        return not Tray._waits and QSystemTrayIcon.isSystemTrayAvailable()

    def show_view(self, view: TrayView) -> None:
        """Show this."""
        before, self._view = self._view, view
        if before is None or before.state is not view.state:
            self._show_icon()
        if before != view:
            self.icon.setToolTip(view.tooltip)
            self._fill(view)
        if not self.icon.isVisible():
            self.icon.show()
        self._seen.start()

    def hide(self) -> None:
        """Take the icon away."""
        self._seen.stop()
        if self.has_begun:
            self.icon.hide()

    def _show_icon(self) -> None:
        if self._view is not None:
            self.icon.setIcon(tray_icon(self._view.state, on_dark_panel=self._is_on_dark))

    def _look_at_panel(self) -> None:
        is_dark = panel_is_dark(self.icon if self.has_begun else None)
        if is_dark is not self._is_on_dark:
            self._is_on_dark = is_dark
            self._show_icon()

    def _fill(self, view: TrayView) -> None:
        menu = self.menu
        menu.clear()
        status = self._add(menu, view.status, None)
        status.setEnabled(False)
        menu.addSeparator()
        if view.accounts:
            check = menu.addMenu(view.check)
            self._add(check, view.check_all, lambda: self.check_wanted.emit(None))
            check.addSeparator()
            for key, address in view.accounts:
                self._add(check, address, partial(self.check_wanted.emit, key))
            if view.is_paused:
                self._add(menu, view.resume, self.resume_wanted.emit)
            else:
                pause = menu.addMenu(view.pause)
                self._add(pause, view.pause_hour, lambda: self.pause_wanted.emit(1))
                self._add(pause, view.pause_day, lambda: self.pause_wanted.emit(None))
            menu.addSeparator()
        if view.findings:
            self._add(menu, view.findings_heading, None).setEnabled(False)
            for ref, title in view.findings:
                self._add(menu, title, partial(self.finding_wanted.emit, ref))
            menu.addSeparator()
        if view.version:
            self._add(menu, view.version, self.version_wanted.emit)
            menu.addSeparator()
        self._add(menu, view.open, self.open_wanted.emit)
        self._add(menu, view.settings, self.settings_wanted.emit)
        menu.addSeparator()
        self._add(menu, view.quit, self.quit_wanted.emit)

    def _add(self, menu: QMenu, text: str, act: Callable[[], object] | None) -> QAction:
        # An ampersand would become a mnemonic; addresses and subjects may have one.
        action = QAction(text.replace("&", "&&"), menu)
        if act is not None:
            action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)
        return action

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.open_wanted.emit()


def panel_is_dark(icon: QSystemTrayIcon | None = None) -> bool:
    """Whether the panel with the tray is dark; the windows' own look does not tell. `icon` stands there already."""
    if sys.platform == "win32":
        return _windows_taskbar_is_dark()
    ground = _ground_under(icon) if icon is not None and QGuiApplication.platformName() == "xcb" else None
    if ground is not None:
        return ground.lightness() < 128
    desktop = os.environ.get("XDG_CURRENT_DESKTOP", "")
    if any(name in desktop for name in _DARK_PANELS):
        return True
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _ground_under(icon: QSystemTrayIcon) -> QColor | None:
    """The panel's own colour, at the corner that every shape of ours leaves free. XEmbed alone tells where it is."""
    place = icon.geometry()
    screen = QGuiApplication.screenAt(place.topLeft()) if place.isValid() else None
    if screen is None:
        return None
    corner = place.topLeft() - screen.geometry().topLeft()
    seen = screen.grabWindow(0, corner.x(), corner.y(), 1, 1).toImage()
    return None if seen.isNull() else seen.pixelColor(0, 0)


def _windows_taskbar_is_dark() -> bool:
    # The taskbar has a setting of its own beside that of the windows (Windows 10 1903 and later).
    if sys.platform == "win32":
        import winreg

        with (
            suppress(OSError),
            winreg.OpenKey(
                winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
            ) as key,
        ):
            return not winreg.QueryValueEx(key, "SystemUsesLightTheme")[0]
    return True

"""The tray: an icon whose shape tells the state, and a menu. Where there is no tray nothing is shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from sentwatch.ui.icons import tray_icon
from sentwatch.ui.presenters.tray import TrayView

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

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: TrayView | None = None
        self.menu = QMenu()
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.open_wanted)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._show_icon)

    @staticmethod
    def is_available() -> bool:
        """Whether this desktop has a tray now. `isVisible` says nothing about that."""
        return QSystemTrayIcon.isSystemTrayAvailable()

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

    def hide(self) -> None:
        """Take the icon away."""
        self.icon.hide()

    def _show_icon(self) -> None:
        if self._view is not None:
            self.icon.setIcon(tray_icon(self._view.state, on_dark_panel=panel_is_dark()))

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


def panel_is_dark() -> bool:
    """Whether the panel with the tray is dark; the windows' own look does not tell."""
    if sys.platform == "win32":
        return _windows_taskbar_is_dark()
    desktop = os.environ.get("XDG_CURRENT_DESKTOP", "")
    if any(name in desktop for name in _DARK_PANELS):
        return True
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


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

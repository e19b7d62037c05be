"""Everything a window shows or says: labels, buttons, lists, tables, menus, tool tips, names for screen readers."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QPlainTextEdit, QWidget


def shown_words(root, *, only_visible=True):
    """Pairs of where and what."""
    for widget in [root, *root.findChildren(QWidget)]:
        if only_visible and not widget.isVisible():
            continue
        where = f"{type(widget).__name__} {widget.objectName()}"
        for said in _of(widget):
            if said:
                yield where, said
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from ((where, said) for said in _of_model(widget.model()) if said)
    for action in root.findChildren(QAction):
        # The choices of a button that is not shown are said anew before it is.
        if only_visible and (button := _button_of(action)) is not None and not button.isVisible():
            continue
        if action.text():
            yield f"menu {action.objectName()}", action.text().replace("&&", "&")


def _button_of(action):
    """The button that opens the menu, None where it has none of its own."""
    for owner in (action.actionGroup(), action.parent()):
        button = owner.parent() if owner is not None else None
        if isinstance(button, QAbstractButton):
            return button
    return None


def _of(widget):
    if isinstance(widget, QLabel | QLineEdit):
        yield widget.text()
    if isinstance(widget, QAbstractButton):
        yield widget.text().replace("&&", "&").strip()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield html.unescape(re.sub(r"^<span>|</span>$", "", widget.toolTip()))
    if widget.isWindow():
        yield widget.windowTitle()


def _of_model(model):
    for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
        head = model.headerData(column, Qt.Orientation.Horizontal)
        if isinstance(head, str):
            yield head
        for row in range(model.rowCount()):
            index = model.index(row, column)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                value = index.data(role)
                if isinstance(value, str):
                    yield value

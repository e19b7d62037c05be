"""Lets the Tab key follow the reading order: that of the layouts, not the order in which widgets came into being."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def follow_reading_order(root: QWidget) -> None:
    """Chain everything below `root` that takes the focus, as it is read."""
    for one, following in pairwise(_focusable(root)):
        QWidget.setTabOrder(one, following)


def _focusable(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if isinstance(widget, QStackedWidget):
        current: QWidget | None = widget.currentWidget()
        if current is not None:
            yield from _focusable(current)
    elif isinstance(widget, QScrollArea):
        content: QWidget | None = widget.widget()
        if content is not None:
            yield from _focusable(content)
    else:
        layout = widget.layout()
        if layout is not None:
            yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _focusable(widget)
        elif inner is not None:
            yield from _in_layout(inner)

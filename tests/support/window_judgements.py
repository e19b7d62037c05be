"""What is held against every page: nothing cut or overlapping, all reached by keys, no word of another language."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from sentwatch.ui.widgets.account_badge import ColourRow
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.stages import StageList
from sentwatch.ui.widgets.text import Elided, PlainLabel, Prose
from sentwatch.ui.widgets.timeline import Timeline
from support.shown_words import shown_words

OPERABLE = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView, Timeline)

NAMES = (
    # The product, people's own names for languages, standards, keys, the licence.
    "Sentwatch|English|SPF|DMARC|DKIM|eml|MTA-STS|TLS-RPT|STARTTLS|TLS|RFC|IMAP|include|PC|MIT|Web|MFA|"
    "Ctrl|Esc|"
    # What steps of the checklist are about.
    "VPN|POP|PDF|OS|HTTPS|DNSSEC|Wi-Fi|security[.]txt|reject|"
    # Values of records and subjects, which are what they are.
    "none|Payment overdue: action required within 24 hours|Wichtig: Ihre Zahlung konnte nicht verarbeitet werden|"
    "FastPost|Let's Encrypt|"
    # Services and hosts we name to whoever wants to know whom we talk to.
    "Have I Been Pwned|api[.]pwnedpasswords[.]com|detectportal[.]firefox[.]com|sentwatch-test-\\w+|tmp|"
    # Techniques, headers and tags that have no other name, systems and programs, services and bodies.
    "MX|TXT|DNSSEC|DNS|DS|VPN|IKEv2|IPv6|WPA|Wi-Fi|OS|Cookie|XML|gz|zip|enforce|testing|all|reject|id|"
    "Content-Security-Policy|Strict-Transport-Security|X-Content-Type-Options|Referrer-Policy|"
    "Windows|Update|KeePassXC|WireGuard|OpenVPN|Firefox|Mozilla|Quad9|OWASP|Cafe Aoyama|"
    "Amazon SES|Fastmail|Google Workspace|Lolipop|Mailgun|Microsoft|Proton Mail|SendGrid|Xserver|Zendesk|Zoho Mail|"
    "heteml|iCloud"
)
DATA = re.compile(
    # Addresses, names of hosts and files, folders, names below a domain, records; then the names above.
    r"[\w.+-]+@[\w.-]+|(?:[\w-]+\.)+(?:example|test|com|jp|txt|xml|dat)|/tmp/[\w./-]+|_[a-z-]+|v=[\w;=: .~-]+|"
    rf"(?<![A-Za-z])(?:R11|F\d|B|Sieve|plist|JSON|{NAMES})(?![A-Za-z])"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}")
ROOM_FOR_A_PHRASE = 240
KANA = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def english(root):
    return [(where, said) for where, said in shown_words(root) if ENGLISH.search(DATA.sub("", said))]


def japanese(root):
    return [
        (where, said)
        for where, said in shown_words(root)
        if KANA.search(
            said.replace("日本語", "").replace("配配メール", "").replace("【重要】お支払い情報の更新が必要です", "")
        )
    ]


def shown(root, kind):
    return [w for w in root.findChildren(kind) if w.isVisible() and w.width() > 0]


def named(widget):
    parents = []
    while widget is not None:
        parents.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(parents[:5])


def cut(root):
    found = []
    for label in shown(root, PlainLabel):
        if not label.text():
            continue
        if isinstance(label, Prose):
            if label.height() < label.heightForWidth(label.width()) - 1:
                found.append(
                    f"{named(label)}: {label.text()!r} is {label.height()} of {label.heightForWidth(label.width())}"
                )
        elif not isinstance(label, Elided) and label.width() < label.sizeHint().width() - 1:
            found.append(f"{named(label)}: {label.text()!r} is {label.width()} of {label.sizeHint().width()} wide")
    for button in shown(root, QPushButton):
        if button.text() and button.width() < button.sizeHint().width() - 1:
            found.append(f"{named(button)}: {button.text()!r} is {button.width()} of {button.sizeHint().width()} wide")
    return found


def torn(root):
    """Japanese whose last line is the end of a word: one or two characters, and no full stop makes it a sentence."""
    found = []
    for label in shown(root, Prose):
        layout, _ = label._layout_at(label.contentsRect().width())
        if layout.lineCount() < 2 or not KANA.search(label.text()):
            continue
        last = layout.lineAt(layout.lineCount() - 1)
        if last.textLength() <= 2 and label.contentsRect().width() > ROOM_FOR_A_PHRASE:
            found.append(f"{named(label)}: {label.text()!r} ends in {label.text()[last.textStart() :]!r}")
    return found


def overlapping(root):
    """Siblings that hold words or can be pressed and lie on each other."""
    found = []
    for parent in [root, *shown(root, QWidget)]:
        own = [
            c
            for c in parent.children()
            if isinstance(c, PlainLabel | QAbstractButton)
            and c.isVisible()
            and (not isinstance(c, PlainLabel) or c.text())
        ]
        for number, one in enumerate(own):
            for other in own[number + 1 :]:
                both = one.geometry().intersected(other.geometry())
                if both.width() > 1 and both.height() > 1:
                    found.append(f"{named(one)} and {named(other)}")
    return found


def outside(root):
    """What stands beyond the right edge of the window."""
    edge = QRect(QPoint(0, 0), root.size())
    found = []
    for widget in [*shown(root, PlainLabel), *shown(root, QAbstractButton)]:
        place = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
        if place.right() > edge.right():
            found.append(named(widget))
    return found


def operable(root):
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, OPERABLE) or not widget.isVisible() or not widget.isEnabled():
            continue
        if isinstance(widget, Timeline) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if widget.objectName().startswith("qt_") or type(widget).__module__.startswith("PySide6"):
            # Parts of Qt's own widgets (a table's corner button, its headers).
            if not isinstance(widget, QLineEdit | QPlainTextEdit):
                continue
        found.append(widget)
    return found


def walk(root, steps=80):
    """Where the Tab key goes, once around."""
    visited = []
    for _ in range(steps):
        QTest.keyClick(QApplication.focusWidget() or root, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None:
            continue
        if now in visited:
            break
        visited.append(now)
    return visited


def unreached(root):
    """What the Tab key does not reach; the segments of a switch are reached by the arrow keys from the taken one."""
    visited = walk(root)
    found = []
    for widget in operable(root):
        if widget in visited:
            continue
        switch = widget.parentWidget()
        if isinstance(switch, Segments | StageList | ColourRow) and any(
            one in visited for one in switch.findChildren(QAbstractButton)
        ):
            continue
        found.append(widget.objectName() or type(widget).__name__)
    return found


def nameless(root):
    return [
        f"{w.objectName()!r} {type(w).__name__} {w.accessibleName()!r}"
        for w in operable(root)
        if not w.objectName() or not w.accessibleName()
    ]

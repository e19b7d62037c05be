"""The pages behind the rows of the sign-in page: nothing is cut, all is reached by keys, and no foreign word is left."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from sentwatch.ui.preferences import Preferences
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.window import SMALLEST, USUAL
from support import sign_in_facts
from support.window_judgements import OPERABLE, cut, english, japanese, nameless, outside, overlapping, unreached

VIEWS = (
    ("shop", "methods"),
    ("shop", "recovery"),
    ("office", "recovery"),
    ("shop", "access"),
    ("office", "password"),
    ("tools", "check-password"),
    ("tools", "make-password"),
    ("tools", "authenticator"),
    ("tools", "backup-codes"),
)
FULL = (sign_in_facts.URI + "\n" + sign_in_facts.WEAK_URI).encode()


@pytest.fixture
def open_told(open_window, tmp_path):
    made = []

    def make(**more):
        app = sign_in_facts.told(sign_in_facts.app(tmp_path))
        made.append(app)
        return open_window(page="sign-in", actions=sign_in_facts.Actions(app), app=app, **more)

    yield make
    for app in made:
        app.close()


def idle(window, qtbot):
    qtbot.waitUntil(lambda: window.background.is_idle, timeout=20_000)
    qtbot.wait(30)


def each_view(window, qtbot):
    """Each page behind a row, empty and with something in it."""
    page = window.frame.page("sign-in")
    for key, name in VIEWS:
        page.open_view(key, name)
        idle(window, qtbot)
        for fold in page.view.findChildren(Fold):
            fold.open()
        qtbot.wait(30)
        yield f"{key} {name}", page.view
        if name == "password":
            page.view._review()
        elif name == "check-password":
            page.view.secret.field.setText("Morishita2019")
            page.view.submit.click()
        elif name == "authenticator":
            page.view.read_bytes(FULL)
        elif name == "backup-codes":
            book = page.bench.app.backup_codes()
            kept = book.keep("Shop", ("4821 9037", "7710 2256", "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0c1d2e3f4"))
            page.bench.tell_anew()
            page.view.taking.whose._choose("")
            page.view.taking.take("\n".join(f"{n:04d} {9999 - n:04d}" for n in range(16)))
            idle(window, qtbot)
            page.view.kept.rows[kept.id].show_button.click()
        elif name == "make-password":
            page.view.sort._group.button(1).click()
        else:
            continue
        idle(window, qtbot)
        yield f"{key} {name}, filled", page.view


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_nothing_is_cut(open_told, qtbot, lang, size):
    window = open_told(lang=lang, size=size)
    seen = 0
    assert cut(window.frame) + overlapping(window.frame) + outside(window.frame) == []
    for name, _ in each_view(window, qtbot):
        assert cut(window.frame) == [], name
        assert overlapping(window.frame) == [], name
        assert outside(window.frame) == [], name
        seen += 1
    assert seen == 14


def test_all_is_reached_by_keys(open_told, qtbot):
    window = open_told(size=SMALLEST)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for name, _ in each_view(window, qtbot):
        assert nameless(window.frame) == [], name
        assert unreached(window.frame) == [], name
    names = [w.objectName() for w in window.frame.findChildren(QWidget) if isinstance(w, OPERABLE) and w.objectName()]
    own = [name for name in names if not name.startswith("qt_")]
    assert len(own) == len(set(own)), sorted(name for name in own if own.count(name) > 1)


def test_the_way_in_and_back_by_keys(open_told, qtbot):
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    window = open_told()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = window.frame.page("sign-in")
    row = window.frame.findChild(QWidget, "doors-shop-recovery")
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert page.view.objectName() == "recovery"
    assert page.view.back.hasFocus()
    QTest.keyClick(page.view.back, Qt.Key.Key_Space)
    assert page.view is None
    assert row.hasFocus()
    QTest.keyClick(row, Qt.Key.Key_Space)
    QTest.keyClick(page.view.back, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.view is None
    idle(window, qtbot)


DATA = (
    "aoyama.insatsu@gmail.com|morishita@aoyama-insatsu.example|Mail on the old phone|Calendar|blue folder, top drawer|"
    "Aoyama Mail: hana|Shop: hana|Old shop|Shop|hana|imap.gmail.com|PLAIN|SHA1|SHA-1|NIST SP 800-63B-4|MFA|QR|Google|"
    "Aegis|2FAS|Ente|Bitwarden|andOTP|otpauth://|Chrome|Firefox|Safari|1Password|KeePass|RFC 4226, R6|"
    "api.pwnedpasswords.com|gmail.com|Gmail|ID|SMS|Enter|https://[\\w./-]+|Edge|IP|PC|IMAP|Sentwatch|Web|Esc"
).split("|")


def test_no_foreign_word_is_left(open_told, qtbot):
    import re

    data = re.compile("|".join(word if "[" in word else re.escape(word) for word in sorted(DATA, key=len)[::-1]))
    window = open_told(lang="en")
    for _ in each_view(window, qtbot):
        pass
    window.frame.take_preferences(Preferences(language="ja"))
    idle(window, qtbot)
    for name, view in each_view(window, qtbot):
        if hasattr(view, "text"):
            view.text.setText("")
        found = [
            (where, said)
            for where, said in english(window.frame)
            if re.search("[A-Za-z]{2,}", data.sub("", said)) and said != "Morishita2019"
        ]
        assert found == [], name
    window.frame.take_preferences(Preferences(language="en"))
    idle(window, qtbot)
    for name, _ in each_view(window, qtbot):
        assert japanese(window.frame) == [], name

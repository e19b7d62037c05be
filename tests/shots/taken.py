"""Opens the window for a scene, over what the scene knows, and takes its picture."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sentwatch.core.phrase import phrase
from shots.scene import settle


def version_news():
    from sentwatch import __version__
    from sentwatch.core.updates import Release, VersionNews
    from support import window_facts as facts

    there = Release(version="1.3.0", since=facts.NOW - timedelta(days=20))
    asked_at = facts.NOW - timedelta(hours=2)
    return VersionNews(running=__version__, asked_at=asked_at, answered_at=asked_at, newest=there, is_newer=True)


def known_of(name):
    from sentwatch.core.trouble import STORE_UNUSABLE, Trouble
    from support import window_facts as facts

    if name == "first":
        return facts.Known()
    if name == "offline":
        return replace(facts.attention(), is_offline=True)
    if name == "newer":
        return replace(facts.attention(), version_news=version_news())
    if name == "not-yet":
        return replace(facts.attention(), reports=())
    if name == "trouble":
        return facts.Known(trouble=Trouble(STORE_UNUSABLE, path="sentwatch.db", reason=phrase("the disk is full")))
    if name == "own":
        from support import own_pages

        return own_pages.known()
    return {"attention": facts.attention, "quiet": facts.quiet, "shut": facts.shut}[name]()


def over_store(scene):
    """A store of its own: the sample, or an incident in it that is fresh, under way or over."""
    import tempfile

    from sentwatch.ui.wired import WiredActions
    from support import incident_facts

    made = incident_facts.sample_app(Path(tempfile.mkdtemp(prefix="sentwatch-shots-")))
    if scene.store != "sample":
        incident = incident_facts.begun(made, steps=() if scene.store == "fresh" else incident_facts.STEPS)
        if scene.store == "over":
            made.incidents.end(incident)
    return WiredActions(made), made


def actions_and_app(scene):
    """What the window works with; what was told of signing in lies in a folder of its own."""
    import atexit
    import tempfile

    from sentwatch.adapters.keyring import SessionSecrets
    from sentwatch.wiring import App
    from support import sign_in_facts
    from support import window_facts as facts

    if scene.known == "told":
        folder = tempfile.TemporaryDirectory(prefix="sentwatch-shots-", ignore_cleanup_errors=True)
        atexit.register(folder.cleanup)
        made = sign_in_facts.told(sign_in_facts.app(Path(folder.name)))
        return sign_in_facts.Actions(made), made
    if scene.store:
        return over_store(scene)
    if scene.known == "newer":
        made = App(data_dir=Path(tempfile.mkdtemp(prefix="sentwatch-shots-")), secrets=SessionSecrets())
        address = "https://tools.aoyama-insatsu.example/sentwatch/index.json"
        second = {"second_channel": "webhook", "second_channel_target": "https://chat.aoyama-insatsu.example/hook"}
        made.settings_file.write(replace(made.settings, update_notice=True, update_page=address, **second))
        return facts.SampleActions(known_of(scene.known)), made
    if scene.known == "lived":
        from support.checklist_facts import lived_app

        return facts.SampleActions(facts.attention()), lived_app(Path(tempfile.mkdtemp(prefix="sentwatch-shots-")))
    return facts.SampleActions(known_of(scene.known), quiet=scene.known == "quiet"), facts.app()


def take(app, scene, lang, theme, size):
    """One picture, of an app with rules in its store where the scene needs one."""
    from tempfile import TemporaryDirectory

    from sentwatch.ui.wired import WiredActions
    from support.rules_app import rules_app

    if scene.known != "rules":
        actions, used = actions_and_app(scene)
        if scene.known == "own":
            from support import own_pages

            used = own_pages.app()
        return picture_of(app, scene, lang, theme, size, actions, used)
    with TemporaryDirectory() as folder, rules_app(Path(folder)) as (rules, _script):
        return picture_of(app, scene, lang, theme, size, WiredActions(rules), rules)


def picture_of(app, scene, lang, theme, size, actions, use_cases):
    """With a dialog, the dialog is drawn onto the window where it stands."""
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QDialog, QMenu

    from sentwatch.ui.preferences import ForgetfulPreferences, Preferences, ThemeChoice
    from sentwatch.ui.window import Window, Wired
    from support import window_facts as facts

    preferences = Preferences(language=lang, theme=ThemeChoice(theme))
    window = Window(ForgetfulPreferences(preferences), lambda: Wired(actions, facts.words_for, use_cases))
    window.resize(*size)
    window.show()
    window.begin()
    window.frame.open_page(scene.page)
    settle(window)
    if scene.part:
        window.frame.page(scene.page).show_part(scene.part)
        settle(window)
    if scene.act is not None:
        scene.act(window)
        if hasattr(window, "gate"):
            QTest.qWait(50)
        else:
            settle(window)
    picture = window.grab()
    ratio = picture.devicePixelRatio()
    dialogs = [d for d in app.topLevelWidgets() if isinstance(d, QDialog | QMenu) and d.isVisible()]
    for dialog in dialogs:
        painter = QPainter(picture)
        if isinstance(dialog, QDialog):
            painter.fillRect(0, 0, round(picture.width() / ratio), round(picture.height() / ratio), QColor(0, 0, 0, 96))
            place = ((size[0] - dialog.width()) // 2, max(0, (size[1] - dialog.height()) // 2))
        else:
            place = (dialog.x() - window.x(), dialog.y() - window.y())
        painter.drawPixmap(*place, dialog.grab())
        painter.end()
        if isinstance(dialog, QDialog) and dialog.height() > size[1]:
            print(f"{scene.name} {lang}: the dialog is higher than the smallest window", file=sys.stderr)
        dialog.close()
    for gate in (getattr(actions, "gate", None), getattr(window, "gate", None)):
        if gate is not None:
            gate.set()
    window.background.shutdown()
    window.close()
    window.theme.deleteLater()
    window.deleteLater()
    return picture

"""Checking a mail that looks wrong."""

from __future__ import annotations

from pathlib import Path

from shots.scene import Scene, scroll_to_end, settle


def take_mail(window):
    from support.incident_facts import MAIL

    window.frame.page("mail").take_text(MAIL)


def take_mail_end(window):
    take_mail(window)
    settle(window)
    scroll_to_end(window)


def read_sign(window):
    take_mail(window)
    settle(window)
    browser = window.frame.page("mail").browser
    browser.open_finding(browser.list.chosen)


def take_mail_wrong(window):
    window.frame.page("mail").take_file(Path("/nothing/there.eml"))


SCENES = (
    Scene("mail", page="mail"),
    Scene("mail-seen", page="mail", store="sample", act=take_mail),
    Scene("mail-seen-end", page="mail", store="sample", act=take_mail_end),
    Scene("mail-sign", page="mail", store="sample", act=read_sign),
    Scene("mail-wrong", page="mail", act=take_mail_wrong),
)

"""The page of settings."""

from __future__ import annotations

from shots.scene import Scene, scroll_to_end, until


def show_versions(window):
    window.frame.open_versions()


def fail_second_way(window):
    from sentwatch.adapters.notifications.second_channel import SECOND_WAY_FAILED
    from sentwatch.core.phrase import phrase
    from sentwatch.core.trouble import Trouble

    def fail(_cancel, _progress):
        raise Trouble(SECOND_WAY_FAILED, reason=phrase("it answered {status:plain}", status=404))

    page = window.frame.page("settings")
    page.trying.run(phrase("x"), fail, lambda _value: None)
    until(lambda: page.trying.isVisible() and not page.trying.is_busy)


def fail_versions(window):
    from sentwatch.adapters.release_page import RELEASE_PAGE_MISSING
    from sentwatch.core.phrase import phrase
    from sentwatch.core.trouble import Trouble

    def fail(_cancel, _progress):
        raise Trouble(RELEASE_PAGE_MISSING, host="tools.aoyama-insatsu.example")

    page = window.frame.page("settings")
    page.asking.run(phrase("x"), fail, lambda _value: None)
    until(lambda: page.asking.isVisible() and not page.asking.is_busy)


SCENES = (
    Scene("settings", page="settings"),
    Scene("settings-end", page="settings", act=scroll_to_end),
    Scene("settings-second-way", page="settings", known="newer", act=fail_second_way),
    Scene("settings-versions-off", page="settings", act=show_versions),
    Scene("settings-versions", page="settings", known="newer", act=show_versions),
    Scene("settings-versions-trouble", page="settings", known="newer", act=fail_versions),
)

"""Light, dark and as the system: switched live, palette and style sheet together, every picture in its own colours."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPalette

from sentwatch.adapters.resources import resource
from sentwatch.core.findings import Severity
from sentwatch.core.watching import Overall
from sentwatch.ui import icons
from sentwatch.ui.pages import PAGES
from sentwatch.ui.preferences import Preferences, ThemeChoice
from sentwatch.ui.presenters.areas import AREA_ICONS
from sentwatch.ui.severity_look import SEVERITY_ICONS
from sentwatch.ui.theme import style_sheet
from sentwatch.ui.tokens import DARK, LIGHT
from sentwatch.ui.widgets.icon import TONE_ICONS
from support import window_facts as facts


def colours(image: QImage):
    step = 7
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(0, image.width(), step)
        for y in range(0, image.height(), step)
    }


def test_switching_repaints_everything(open_window, qtbot, qapp):
    window = open_window()
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
        window.frame.take_preferences(Preferences(theme=ThemeChoice.DARK, language="en"))
        qtbot.wait(10)
        dark = colours(window.frame.grab().toImage())
        assert DARK.background in dark
        assert not {LIGHT.background, LIGHT.surface, LIGHT.accent} & dark, entry.name
        window.frame.take_preferences(Preferences(theme=ThemeChoice.LIGHT, language="en"))
        qtbot.wait(10)
        light = colours(window.frame.grab().toImage())
        assert LIGHT.background in light
        assert not {DARK.background, DARK.surface, DARK.accent} & light, entry.name
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.background)


def test_the_choice_is_kept_and_system_falls_back_to_the_desktops_palette(open_window, qtbot):
    window = open_window(page="settings")
    page = window.frame.page("settings")
    page.cards["look"].row("theme").choice._group.button(2).click()
    assert window._door.read().theme is ThemeChoice.DARK
    assert window.theme.palette is DARK
    page.cards["look"].row("theme").choice._group.button(0).click()
    assert window.theme.choice is ThemeChoice.SYSTEM
    # Offscreen there is no scheme and the desktop's palette was light.
    window.theme._desktop_is_dark = False
    window.theme._apply()
    assert window.theme.palette is LIGHT
    window.theme._desktop_is_dark = True
    window.theme._apply()
    assert window.theme.palette is DARK


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_names_only_the_schemes_colours(palette):
    sheet = style_sheet(palette, 1.0)
    assert "$" not in sheet
    named = set(re.findall(r"#[0-9A-Fa-f]{6}", sheet))
    assert {palette.background, palette.surface, palette.text, palette.muted, palette.accent} <= named
    template = resource("styles/window.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b", template)


def test_type_grows_with_the_desktops_text(qapp):
    assert "font-size: 28px" in style_sheet(LIGHT, 1.0)
    assert "font-size: 42px" in style_sheet(LIGHT, 1.5)


def test_every_icon_there_is_can_be_drawn_and_follows_the_grid():
    names = [one.name.removesuffix(".svg") for one in resource("icons").iterdir()]
    assert len(names) > 30
    used = {entry.icon for entry in PAGES} | set(AREA_ICONS.values()) | set(TONE_ICONS.values())
    assert used <= set(names)
    for name in names:
        text = icons.source(name)
        assert 'viewBox="0 0 20 20"' in text
        assert "currentColor" in text
        assert not re.findall(r"#[0-9A-Fa-f]{3,6}", text)
        image = icons.pixmap(name, "#FF0000", 20, 2).toImage()
        assert image.size() == QSize(40, 40)
        inked = {
            image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 200
        }
        assert inked == {"#ff0000"}, name


def test_severities_differ_in_shape_not_only_in_colour():
    shapes = {bytes(icons.pixmap(SEVERITY_ICONS[s], "#000000", 20, 1).toImage().constBits()) for s in Severity}
    assert len(shapes) == len(Severity)


@pytest.mark.parametrize("size", [16, 22, 32])
@pytest.mark.parametrize("on_dark", [False, True], ids=["light panel", "dark panel"])
def test_tray_states_differ_in_shape_and_stand_out_from_the_panel(size, on_dark):
    panel = QColor("#1F2124" if on_dark else "#F0F0F0")
    outlines = set()
    for state in Overall:
        image = icons.tray_pixmap(state, size, on_dark_panel=on_dark).toImage()
        pixels = [image.pixelColor(x, y) for y in range(size) for x in range(size)]
        outlines.add(tuple(p.alpha() > 128 for p in pixels))
        strong = [p for p in pixels if p.alpha() > 200]
        assert len(strong) >= size
        assert max(abs(p.lightness() - panel.lightness()) for p in strong) > 80
    assert len(outlines) == len(Overall)


def test_the_windows_icon_has_all_sizes(qapp):
    sizes = {size.width() for size in icons.app_icon().availableSizes()}
    assert {16, 32, 48, 256} <= sizes


def test_two_hundred_per_cent(open_window, qtbot):
    """Sharp pictures are made from the same drawing at twice the pixels."""
    once, twice = icons.pixmap("overview", "#000000", 20, 1), icons.pixmap("overview", "#000000", 20, 2)
    assert twice.size() == once.size() * 2
    assert twice.deviceIndependentSize() == once.deviceIndependentSize()


def test_japanese_text_has_more_air_between_its_lines(qapp, theme, qtbot):
    from sentwatch.ui.widgets.text import Prose

    english, japanese = Prose("one\ntwo\nthree"), Prose("一つ\n二つ\n三つ")
    for label in (english, japanese):
        qtbot.addWidget(label)
        label.ensurePolished()
    assert japanese.heightForWidth(400) > english.heightForWidth(400)
    assert english.heightForWidth(400) == 3 * round(15 * 1.5)
    # The first line is as high as any, so that an icon beside it stands level.
    assert japanese.heightForWidth(400) == round(15 * 1.5) + 2 * round(15 * 1.7)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_all_pages_are_not_empty(open_window, qtbot, theme):
    window = open_window(theme=theme, known=facts.attention())
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
        assert len(colours(window.frame.grab().toImage())) > 20, entry.name

"""The colours can be read: contrast is computed, for each text on each ground it stands on."""

from __future__ import annotations

import pytest

from sentwatch.ui.tokens import DARK, LIGHT, MIN_CONTRAST, MIN_CONTRAST_SHAPES, contrast, mixed

TEXTS = ("text", "muted", "accent", "fine", "notice", "warning", "urgent")
SCHEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_computed_as_wcag_says():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    # The example pair of WebAIM's contrast checker.
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@SCHEMES
@pytest.mark.parametrize("name", TEXTS)
def test_text_can_be_read_on_both_surfaces(palette, name):
    assert contrast(palette.colour(name), palette.background) >= MIN_CONTRAST
    assert contrast(palette.colour(name), palette.surface) >= MIN_CONTRAST


@SCHEMES
def test_text_can_be_read_on_what_follows_from_the_tokens(palette):
    grounds = {"text": (palette.hover, palette.pressed, palette.chosen), "accent": (palette.hover, palette.chosen)}
    for name, under in grounds.items():
        assert [g for g in under if contrast(palette.colour(name), g) < MIN_CONTRAST] == []
    on_accent = (palette.accent, palette.accent_hover, palette.accent_pressed)
    assert [g for g in on_accent if contrast(palette.on_accent, g) < MIN_CONTRAST] == []


@SCHEMES
@pytest.mark.parametrize("name", ["fine", "notice", "warning", "urgent", "accent"])
def test_each_severity_can_be_read_on_its_own_tint(palette, name):
    assert contrast(palette.colour(name), palette.tint(name)) >= MIN_CONTRAST
    assert contrast(palette.text, palette.tint(name)) >= MIN_CONTRAST


@SCHEMES
def test_edges_of_what_can_be_operated_are_seen(palette):
    for ground in (palette.background, palette.surface):
        assert contrast(palette.edge, ground) >= MIN_CONTRAST_SHAPES


def test_mixing():
    assert mixed("#FFFFFF", "#000000", 0.5) == "#808080"
    assert mixed("#102030", "#405060", 0.0) == "#405060"


def test_an_unknown_colour_is_no_colour():
    with pytest.raises(KeyError):
        LIGHT.colour("is_dark")

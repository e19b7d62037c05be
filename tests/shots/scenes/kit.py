"""The widgets that no page of the sample shows, and the tray's icons on both panels."""

from __future__ import annotations

from shots.scene import SIZES, Scene


def kit(window):
    """The widgets that no page of the sample shows, and the tray's icons on both panels."""
    from PySide6.QtWidgets import QLabel, QWidget

    from sentwatch.core.findings import Severity
    from sentwatch.core.watching import Overall
    from sentwatch.texts.render import SEVERITY_NAMES
    from sentwatch.ui import icons
    from sentwatch.ui.presenters.assistant import address_stage
    from sentwatch.ui.presenters.frame import frame
    from sentwatch.ui.presenters.sending import MEASURE_NAMES
    from sentwatch.ui.widgets.buttons import Button, Kind
    from sentwatch.ui.widgets.form import CopyField, FormRow, ToggleRow
    from sentwatch.ui.widgets.frames import Card, column, row
    from sentwatch.ui.widgets.segments import Segments
    from sentwatch.ui.widgets.shapes import Badge

    theme, words = window.theme, window.language.words
    form, said = address_stage(words), frame(words)
    sheet = QWidget(window)
    sheet.setProperty("ground", "background")
    lines = column(sheet, gap=16, around=24)
    buttons = row(gap=8)
    for kind in Kind:
        for is_enabled in (True, False):
            button = Button(theme, f"kit-{kind.value}", said.check_now, kind=kind, icon="check")
            button.setEnabled(is_enabled)
            buttons.addWidget(button)
    buttons.addStretch(1)
    lines.addLayout(buttons)
    badges = row(gap=24)
    for severity in Severity:
        badge = Badge(theme)
        badge.show_severity(severity, words(SEVERITY_NAMES[severity]))
        badges.addWidget(badge)
    badges.addStretch(1)
    lines.addLayout(badges)
    switch = Segments(theme, "kit-segments")
    switch.say(said.more, [(m, words(name)) for m, name in MEASURE_NAMES.items()])
    lines.addWidget(switch)
    card = Card()
    inside = column(card, gap=12, around=16)
    for is_on in (True, False):
        toggle = ToggleRow(theme, f"kit-toggle-{is_on}")
        toggle.say(form.title, form.promises[0][1])
        toggle.switch.setChecked(is_on)
        inside.addWidget(toggle)
    field = FormRow("kit-row")
    field.say(form.address, form.hint)
    field.field.setText("name@")
    field.set_error(form.wrong)
    inside.addWidget(field)
    code = CopyField(theme, "kit-code")
    code.say(form.address, copy=said.close, copied=said.close)
    code.show_text("v=spf1 include:_spf.example ~all")
    inside.addWidget(code)
    lines.addWidget(card)
    for on_dark in (False, True):
        panel = QWidget()
        panel.setStyleSheet(f"background: {'#1F2124' if on_dark else '#F0F0F0'};")
        strip = row(panel, gap=12, around=8)
        for state in Overall:
            for size in (16, 22, 32):
                picture = QLabel()
                picture.setPixmap(icons.tray_pixmap(state, size, on_dark_panel=on_dark))
                strip.addWidget(picture)
        strip.addStretch(1)
        lines.addWidget(panel)
    lines.addStretch(1)
    sheet.resize(window.size())
    sheet.show()


SCENES = (Scene("kit", act=kit, sizes=SIZES[1:]),)

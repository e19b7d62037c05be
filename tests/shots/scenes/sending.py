"""The page of what was sent: its chart, its letters, its table."""

from __future__ import annotations

from shots.scene import Scene, settle


def open_burst(window):
    from support.window_facts import burst_ref

    window.frame.open_finding(burst_ref())


def read_burst(window):
    open_burst(window)
    page = window.frame.page("sending")
    page.browser.letter.open_evidence()
    settle(window)
    page._scroll.verticalScrollBar().setValue(page.browser.y() - 24)


def point_at_burst(window):
    from support.window_facts import burst

    open_burst(window)
    settle(window)
    chart = window.frame.page("sending").card.chart
    chart.setFocus()
    chart._place_cursor(burst().params["start"].timestamp() + 300)


def show_table(window):
    window.frame.page("sending").card.toggle.click()
    settle(window)
    page = window.frame.page("sending")
    page._scroll.verticalScrollBar().setValue(
        page.card.table.mapTo(page._scroll.widget(), page.card.table.pos()).y() // 2
    )


def say_not_me(window):
    read_burst(window)
    window.frame.page("sending").browser.letter._answers.not_me.click()
    settle(window)
    page = window.frame.page("sending")
    page._scroll.verticalScrollBar().setValue(page.browser.y() - 24)


SCENES = (
    Scene("sending", page="sending"),
    Scene("sending-close", page="sending", act=point_at_burst),
    Scene("sending-letter", page="sending", act=read_burst),
    Scene("sending-shut", page="sending", known="shut", act=read_burst),
    Scene("sending-answered", page="sending", act=say_not_me),
    Scene("sending-table", page="sending", act=show_table),
    Scene("sending-quiet", page="sending", known="quiet"),
)

"""What the pages about domains and this computer can show: real looks over loopback, remembered in a data folder."""

from __future__ import annotations

import atexit
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sentwatch.core.connection import Answer
from sentwatch.core.device import LockFacts, System, UpdateFacts
from sentwatch.core.lookalikes import lookalikes
from sentwatch.core.looks import NotChecked
from sentwatch.core.network import (
    Link,
    Portal,
    PortalFacts,
    RouterFacts,
    Surroundings,
    TunnelFacts,
    WifiFacts,
    WifiSecurity,
)
from sentwatch.core.network import (
    Path as Way,
)
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.website import Site
from sentwatch.ports.cancel import CancelToken
from sentwatch.ui.known import Known
from sentwatch.ui.wired import WiredActions
from sentwatch.wiring import App
from support import look_samples as samples
from support.dmarc_reports import false, genuine, put_report
from support.dns_zone_server import dns_zones
from support.own_domain import ACCOUNT, NOW, ZONE, D, app_in, send
from support.own_site import own_site

DAY = timedelta(days=1)
PARTS = (
    ("domain", "checks"),
    ("domain", "records"),
    ("domain", "reports"),
    ("domain", "lookalikes"),
    ("domain", "websites"),
    ("device", "checks"),
    ("device", "network"),
    ("device", "vpn"),
)
"""Each page that has parts, with each of them."""


def each_part(window, qtbot):
    """Show one part after the other, with everything unfolded."""
    from sentwatch.ui.widgets.fold import Fold

    for name, part in PARTS:
        window.frame.open_page(name)
        page = window.frame.page(name)
        page.show_part(part)
        qtbot.waitUntil(lambda: window.background.is_idle)
        for fold in page.part(part).findChildren(Fold):
            fold.open()
        qtbot.wait(40)
        yield part


class SeenDevice:
    """A DevicePort that has looked already."""

    def __init__(self, facts):
        self.facts = facts

    def look(self, *, cancel):
        cancel.check()
        return self.facts


class SeenNetwork:
    """A NetworkPort and SystemNamesPort that have looked already."""

    def __init__(self, facts):
        self.facts = facts

    def look(self, host, addresses, *, cancel):
        cancel.check()
        return self.facts

    def addresses(self, _host, *, cancel):
        cancel.check()
        return ("93.184.215.14",)


def untidy_device():
    return replace(
        samples.tidy_device(),
        updates=UpdateFacts(system=System.WINDOWS, waiting=("a", "b"), security=2, known_at=NOW, needs_restart=True),
        lock=LockFacts(system=System.WINDOWS, locks=Answer.NO),
        encryption=NotChecked(phrase(N_("Windows did not answer this question."))),
    )


def open_wifi():
    bare = (Way(address="93.184.215.14", interface="wlan0", link=Link.PLAIN),)
    return Surroundings(
        tunnel=TunnelFacts(host=ACCOUNT.host, paths=bare, others=bare),
        wifi=WifiFacts(name="Cafe Aoyama", security=WifiSecurity.OPEN, joins_by_itself=Answer.YES),
        portal=PortalFacts(state=Portal.NONE),
        router=RouterFacts(gateways=("192.168.1.1",), name_servers=("192.168.1.1",)),
    )


def day(days_ago):
    return datetime(2026, 11, 24, tzinfo=UTC) - days_ago * DAY


def zone_with_lookalikes(count=6):
    names = [name.domain for name in lookalikes(D)][: count * 3 : 3]
    found = {(name, "A"): ["192.0.2.80"] for name in names}
    found.update({(name, "MX"): [f"10 mx.{name}"] for name in names[:2]})
    return {**ZONE, **found}


def put_reports(folder):
    for days_ago in range(12, 2, -1):
        rows = [genuine(D, 4)]
        if days_ago == 5:
            rows = [genuine(D, 400), false(D, 12, source="203.0.113.66"), false(D, 9, source="203.0.113.9")]
        put_report(folder, D, day(days_ago), *rows, receiver="receiver-one.test")
    put_report(folder, D, day(4), genuine(D, 3), false(D, 31, disposition="reject"), receiver="receiver-two.test")


@cache
def shown():
    """An App with everything looked at once, and what is known then."""
    holder = TemporaryDirectory(prefix="sentwatch-test-", ignore_cleanup_errors=True)
    atexit.register(holder.cleanup)
    folder = Path(holder.name)
    with dns_zones(zone_with_lookalikes()) as port, own_site() as served:
        app = app_in(folder / "data", dns_port=port)
        served.page(headers=[("Server", "nginx/1.18.0"), ("Set-Cookie", "id=1")], body=b"<p>Hello</p>")
        served.redirect("https://example.test/")
        app.website_port = served.port
        send(app, ACCOUNT, {20: 5, **dict.fromkeys(range(12, 2, -1), 4)})
        put_reports(folder / "reports")
        app.report_box.choose(str(folder / "reports"))
        app.device_port = SeenDevice(untidy_device())
        app.network_port = app.system_names = SeenNetwork(open_wifi())
        app.own_domains.add("aoyama-shop.example")
        app.own_sites.state(Site(host="example.test"), at=NOW)
        app.settings_file.write(replace(app.settings, look_alike_domains=True))
        for one in app.surroundings():
            app.last_reports.take(one.look(cancel=CancelToken()))
        app.last_reports.take(app.look_after_domain.look_for_lookalikes(D, cancel=CancelToken()))
    return app, WiredActions(app).known()


def app() -> App:
    return shown()[0]


def known() -> Known:
    return shown()[1]

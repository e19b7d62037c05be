"""Own websites over a local HTTPS server, and the notice about an open Wi-Fi over a private bus."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from sentwatch.adapters.network.linux import LinuxNetwork
from sentwatch.core.network import OpenWifiEvent, Tunnel, WifiSecurity
from sentwatch.core.report import Status
from sentwatch.core.website import Site
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.own_sites import key_of
from sentwatch.wiring import words_for
from support import system_bus as fake
from support.own_domain import ACCOUNT, NOW, D, app_in
from support.own_site import own_site
from support.recorded import Recorded

MAIL = "93.184.215.14"
needs_bus = pytest.mark.skipif(fake.is_missing(), reason="needs dbus-daemon")


@pytest.fixture
def app(tmp_path):
    made = app_in(tmp_path / "data")
    yield made
    made.close()


# --- websites


def test_an_own_site_is_looked_at_and_remembered(app):
    site = Site(host="example.test")
    with own_site() as served:
        served.page()
        served.redirect("https://example.test/")
        app.website_port = served.port
        app.own_sites.state(site, at=NOW)
        one = next(each for each in app.surroundings() if each.key == key_of(site.host))
        report = one.look(cancel=CancelToken())
        again = one.look(cancel=CancelToken())
    assert report.account_key == "website:example.test"
    assert "website.hsts-missing" in {f.finding.kind.code for f in report.findings}
    assert {f.status for f in again.findings} == {Status.STILL}
    assert app.last_reports.all(())[0].account_key == "website:example.test"
    app.own_sites.remove(site.host)
    app.forget(key_of(site.host))
    assert app.accounts.rows_of(key_of(site.host)) == 0
    assert app.last_reports.all(()) == ()


def test_one_page_a_host(app):
    app.own_sites.state(Site(host="example.test"), at=NOW)
    app.own_sites.state(Site(host="example.test", path="/shop"), at=NOW)
    assert [(own.site.path, own.stated_at) for own in app.own_sites.all()] == [("/shop", NOW)]


# --- the network


class Names:
    def addresses(self, _host, *, cancel):
        return (MAIL,)


def network(tmp_path, bus, **devices):
    """A computer whose paths lead by these devices."""

    def answer(*words):
        device = devices["mail"] if words[-1] == MAIL else devices.get("others", devices["mail"])
        return f'[{{"dst":"{words[-1]}","dev":"{device}","flags":[],"uid":0,"cache":[]}}]'

    root = tmp_path / "root"
    for name, kind in (("wlan0", "1"), ("tun0", "65534")):
        folder = root / "sys/class/net" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "type").write_text(kind + "\n")
        (folder / "uevent").write_text(f"INTERFACE={name}\n")
    return LinuxNetwork(commands=Recorded({"ip -j route get": answer}), root=root, bus_address=bus)


OPEN = ((b"Cafe", 0, 0, 0),)
HOTEL = ((b"Hotel", 0, 0, 0),)
WPA2 = ((b"Home", 1, 0, 0x100 | 0x8),)


BUSES = itertools.count()


def visit(app, tmp_path, points, **devices):
    with fake.private_bus(tmp_path / f"bus{next(BUSES)}", fake.network_manager(points=points)) as bus:
        app.network_port = network(tmp_path, bus, **(devices or {"mail": "wlan0"}))
        return app.open_wifi_notice(cancel=CancelToken())


@needs_bus
def test_the_notice_comes_once_for_each_open_wifi(app, tmp_path):
    app.system_names = Names()
    assert visit(app, tmp_path, WPA2) is None
    assert visit(app, tmp_path, OPEN) == OpenWifiEvent(name="Cafe")
    assert visit(app, tmp_path, OPEN) is None
    assert visit(app, tmp_path, HOTEL) == OpenWifiEvent(name="Hotel")
    assert visit(app, tmp_path, OPEN) is None
    # It is remembered over a restart, and nobody can read it from the disk.
    data = app.data_dir
    app.close()
    whole = b"".join(path.read_bytes() for path in data.iterdir() if path.is_file())
    assert b"Cafe" not in whole


@needs_bus
def test_no_notice_inside_a_tunnel_and_one_when_it_drops(app, tmp_path):
    app.system_names = Names()
    assert visit(app, tmp_path, OPEN, mail="tun0", others="tun0") is None
    assert visit(app, tmp_path, OPEN, mail="wlan0") == OpenWifiEvent(name="Cafe")


def test_without_an_account_nothing_is_looked_at(tmp_path):
    app = app_in(tmp_path / "data", account=None)
    app.network_port = None
    assert app.open_wifi_notice(cancel=CancelToken()) is None
    assert not app.data_dir.exists()


def test_the_notice_reaches_whoever_tells(app):
    said = []

    class Bubble:
        def notify(self, notification):
            raise AssertionError(notification)

        def say(self, notice):
            said.append(notice.summary)

    app.telling(lambda: [Bubble()]).take_event(OpenWifiEvent(name="Cafe"))
    assert [words_for("en")(one) for one in said] == ["Open Wi-Fi “Cafe”, and no tunnel"]


@needs_bus
def test_what_was_seen_of_the_network_is_remembered(app, tmp_path):
    app.system_names = Names()
    with fake.private_bus(tmp_path / "bus", fake.network_manager(points=OPEN, autoconnect=False)) as bus:
        app.network_port = network(tmp_path, bus, mail="wlan0")
        report = app.look_at_network(f"mail.{D}", cancel=CancelToken())
    assert "network.wifi-open" in {f.finding.kind.code for f in report.findings}
    seen = app.network_memory.seen()
    assert (seen.at, seen.host, seen.wifi, seen.security) == (NOW, f"mail.{D}", "Cafe", WifiSecurity.OPEN)
    assert (seen.tunnel, seen.mail_in_tunnel) == (Tunnel.NONE_SEEN, False)
    assert seen.answers_agree is None


def test_the_mail_host_of_the_first_account_is_the_one(app):
    app.accounts.put(replace(ACCOUNT, id="two", host="other.example"))
    network_look = next(one for one in app.surroundings() if one.key == "network")
    assert network_look.look.args == (ACCOUNT.host,)

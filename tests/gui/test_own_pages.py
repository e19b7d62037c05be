"""The pages about domains, websites, this computer and its network, over real looks on loopback."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from sentwatch.core.network import WifiFacts, WifiSecurity
from sentwatch.core.trouble import STORE_UNUSABLE, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.known import Known, ref_of
from sentwatch.ui.wired import WiredActions
from support import own_pages as own
from support.dmarc_reports import genuine, put_report, report_xml
from support.dns_zone_server import dns_zones
from support.own_domain import ACCOUNT, D, app_in, send
from support.own_site import own_site
from support.shown_words import shown_words

OTHER = "aoyama-shop.example"


@pytest.fixture
def asked():
    return []


@pytest.fixture
def app(tmp_path, asked):
    with dns_zones(own.zone_with_lookalikes(), asked=asked) as port:
        made = app_in(tmp_path / "data", dns_port=port)
        made.device_port = own.SeenDevice(own.untidy_device())
        made.network_port = made.system_names = own.SeenNetwork(own.open_wifi())
        yield made
        made.close()


@pytest.fixture
def opened(open_window, app, qtbot):
    """Open a part of a page of a window over `app`; gives the window, the page, the part, and a way to wait."""

    def make(page, part, **more):
        window = open_window(actions=WiredActions(app), app=app, page=page, **more)
        shown = window.frame.page(page)
        shown.show_part(part)
        done(window)
        return window, shown, shown.part(part)

    def done(window):
        qtbot.waitUntil(lambda: window.background.is_idle, timeout=20_000)
        # What was read anew is told in the turns after it.
        qtbot.waitUntil(lambda: window.frame.page("domain")._read_for in (None, window.session.known))
        qtbot.waitUntil(lambda: window.background.is_idle, timeout=20_000)
        qtbot.wait(30)

    make.done = done
    return make


def words(widget):
    return [said for _, said in shown_words(widget)]


def says(widget, text):
    return any(text in said for said in words(widget))


# --- domains


def test_a_look_is_told_and_remembered(opened, app):
    send(app, ACCOUNT, {20: 3})
    window, _page, part = opened("domain", "checks")
    card = part.cards[D]
    assert says(card, "Not looked at yet")
    card.look.click()
    assert not card.look.isEnabled()
    opened.done(window)
    assert card.look.isEnabled()
    for said in (f"To mail.{D}", "3 of 10 look-ups", "s1: good", "It is reported at most (p=none).", "Not signed."):
        assert says(card, said), said
    assert part.browser.isVisible()
    read = window.frame.findChild(QWidget, f"domain-card-{D}-read-dmarc")
    read.click()
    assert part.browser.list.chosen.code == "domain.dmarc-none"
    assert app.look_after_domain.memory(D).seen is not None


def test_a_domain_is_added_and_removed_after_a_question(opened, app, qtbot, monkeypatch):
    window, _page, part = opened("domain", "checks")
    part.add.fold.open()
    part.add.entry.field.setText("name@shop")
    part.add.button.click()
    assert says(part.add, "This is not the name of a domain.")
    part.add.entry.field.setText(f" {OTHER}. ")
    QTest.keyClick(part.add.entry.field, Qt.Key.Key_Return)
    opened.done(window)
    assert app.own_domains.added() == (OTHER,)
    assert part.add.entry.field.text() == ""
    card = part.cards[OTHER]
    assert says(card, "Nothing says which servers may send.")
    assert not part.cards[D].remove.isVisible()
    monkeypatch.setattr(QuestionDialog, "exec", lambda self: self.reject() or 0)
    card.remove.click()
    assert app.own_domains.added() == (OTHER,)
    monkeypatch.setattr(QuestionDialog, "exec", lambda self: self.accept() or 1)
    card.remove.click()
    opened.done(window)
    assert app.own_domains.added() == ()
    assert tuple(part.cards) == (D,)
    assert app.accounts.rows_of(f"domain:{OTHER}") == 0


def test_a_look_is_stopped(opened, app, qtbot):
    window, page, part = opened("domain", "lookalikes")
    app.settings_file.write(replace(app.settings, look_alike_domains=True))
    window.session.load()
    opened.done(window)
    waits = threading.Event()
    dns = app.dns

    class Slow:
        def ask(self, name, kind, *, cancel):
            if waits.is_set():
                cancel.wait(20)
            waits.set()
            return dns.ask(name, kind, cancel=cancel)

    app.look_after_domain = replace(app.look_after_domain, look=replace(app.domain_look, dns=Slow()))
    part.look.click()
    qtbot.waitUntil(lambda: waits.is_set() and page.work.progress.isVisible())
    page.work.progress.cancel.click()
    opened.done(window)
    assert not page.work.isVisible()
    assert part.look.isEnabled()
    assert app.look_after_domain.memory(D).lookalikes is None


def test_what_was_stopped_half_way_is_told(opened, app, qtbot):
    window, page, part = opened("domain", "checks")
    begun = threading.Event()

    class Silent:
        def ask(self, _name, _kind, *, cancel):
            begun.set()
            cancel.wait(60)
            return ()

    app.look_after_domain = replace(app.look_after_domain, look=replace(app.domain_look, dns=Silent()))
    part.add.fold.open()
    part.add.entry.field.setText(OTHER)
    part.add.button.click()
    assert begun.wait(10)
    page.work.cancel()
    opened.done(window)
    assert tuple(part.cards) == (D, OTHER)
    assert says(part.cards[OTHER], "Not looked at yet")


# --- records


def test_the_path_follows_what_stands(opened, app):
    send(app, ACCOUNT, {20: 3})
    app.look_at_domain(D, cancel=CancelToken())
    window, _page, part = opened("domain", "records")
    assert part.path.stages.buttons[1].isChecked()
    assert says(part.path, "v=DMARC1; p=quarantine; rua=mailto:dmarc@aoyama-insatsu.example")
    part.path.stages.buttons[2].click()
    spf = f"v=spf1 mx a:web.{D} include:_spf.newsletter.example -all"
    assert says(part.path, spf)
    assert says(part.path, "v=DMARC1; p=reject; rua=mailto:dmarc@aoyama-insatsu.example")
    window.frame.findChild(QAbstractButton, "domain-record-0-value").click()
    assert QGuiApplication.clipboard().text() == spf


def test_answers_change_the_record_and_wrong_ones_are_said(opened, app):
    send(app, ACCOUNT, {20: 3})
    app.look_at_domain(D, cancel=CancelToken())
    _window, _page, part = opened("domain", "records")
    part.senders.fold.open()
    part.path.stages.buttons[0].click()
    part.senders.checks["google"].box.click()
    assert says(part.path, f"v=spf1 mx a:web.{D} include:_spf.google.com include:_spf.newsletter.example ~all")
    servers = part.senders.servers.field
    servers.setFocus()
    servers.selectAll()
    QTest.keyClicks(servers, "not a name!")
    assert says(part.path, "is not a domain name.")
    assert not part.senders.try_record.isEnabled()
    servers.selectAll()
    QTest.keyClicks(servers, "192.0.2.10")
    assert says(part.path, "v=spf1 mx ip4:192.0.2.10 include:_spf.google.com")
    reports_to = part.senders.reports_to.field
    reports_to.selectAll()
    QTest.keyClicks(reports_to, "x@")
    assert says(part.senders, "Write the whole address")
    reports_to.selectAll()
    QTest.keyClicks(reports_to, "a@other.example")
    assert says(part.senders, f"{D}._report._dmarc.other.example")


def test_a_record_is_tried_against_the_name_servers(opened, app, asked):
    send(app, ACCOUNT, {20: 3})
    app.look_at_domain(D, cancel=CancelToken())
    window, _page, part = opened("domain", "records")
    part.senders.fold.open()
    asked.clear()
    part.senders.try_record.click()
    opened.done(window)
    assert says(part.senders, "3 of 10 look-ups. Receivers can use it.")
    assert {name for name, _ in asked} == {D, f"web.{D}", "_spf.newsletter.example"}
    includes = part.senders.includes.field
    includes.setFocus()
    includes.selectAll()
    QTest.keyClicks(includes, "gone.example")
    assert not says(part.senders, "Receivers can use it.")
    part.senders.try_record.click()
    opened.done(window)
    assert says(part.senders, "3 of 10 look-ups. Receivers cannot use it, because of gone.example.")


def test_without_a_look_the_questions_are_open(opened):
    _window, _page, part = opened("domain", "records")
    assert part.senders.fold.is_open
    assert part.path.stages.buttons[0].isChecked()


# --- reports


def drop(widget, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    widget.dropEvent(event)


def test_a_folder_of_reports_shows_forged_and_more_than_was_sent(opened, app, tmp_path):
    send(app, ACCOUNT, {20: 5, **dict.fromkeys(range(12, 2, -1), 4)})
    own.put_reports(tmp_path / "reports")
    window, page, part = opened("domain", "reports")
    assert says(part.result, "No reports were read yet.")
    part.choose_folder(str(tmp_path / "reports"))
    opened.done(window)
    assert says(part.result, "More passed as yours than was sent from here.")
    numbers = {tile.name: tile.number for tile in part.result.tiles._views}
    assert numbers == {"more-than-sent": "388", "own-failing": "0", "forged": "52", "genuine": "439"}
    assert says(part.result, "203.0.113.66 (43)")
    window.frame.findChild(QAbstractButton, "domain-reports-tiles-read-more-than-sent").click()
    assert page.part_name == "checks"
    assert page.browser.list.chosen.code == "domain.reports-more-than-sent"
    page.show_part("reports")
    part.sources.stop.click()
    opened.done(window)
    assert app.report_box.folder() is None
    assert says(part.result, "No reports were read yet.")


def test_files_are_dropped_and_forgotten(opened, app, tmp_path):
    send(app, ACCOUNT, {20: 5, 6: 4, 5: 4})
    window, _page, part = opened("domain", "reports")
    good = put_report(tmp_path / "a", D, own.day(5), genuine(D, 4))
    foreign = put_report(tmp_path / "a", "elsewhere.example", own.day(5), genuine("elsewhere.example", 1))
    bad = tmp_path / "notes.xml"
    bad.write_text("<html></html>")
    drop(part, good, foreign, bad)
    opened.done(window)
    assert says(part.sources, "2 reports were read.")
    assert says(part.sources, "Not read: notes.xml (this is no DMARC aggregate report).")
    assert says(part.sources, "About domains that are not on your list: elsewhere.example")
    assert says(part.sources, "2 reports from files you handed over")
    assert says(part.result, "Only your own mail was reported.")
    part.sources.forget.click()
    opened.done(window)
    assert app.report_box.handed() == ()
    assert says(part.result, "No reports were read yet.")


def test_a_folder_that_is_gone_is_said(opened, app, tmp_path):
    window, _page, part = opened("domain", "reports")
    part.choose_folder(str(tmp_path / "gone"))
    opened.done(window)
    assert says(part.result, "gone")
    assert part.sources.again.isVisible()


def test_markup_in_a_report_is_text(opened, app, tmp_path):
    window, _page, part = opened("domain", "reports")
    folder = tmp_path / "reports"
    folder.mkdir()
    xml = report_xml(D, own.day(5), genuine(D, 4, selector="&lt;b&gt;x&lt;/b&gt;"))
    (folder / "one.xml").write_bytes(xml)
    part.choose_folder(str(folder))
    opened.done(window)
    assert says(part.result, "<b>x</b>")


# --- names that look alike


def test_nothing_is_asked_before_it_is_allowed(opened, app, asked):
    window, _page, part = opened("domain", "lookalikes")
    assert not part.look.isEnabled()
    assert asked == []
    part.allow.switch.click()
    opened.done(window)
    assert app.settings.look_alike_domains
    assert asked == []
    assert part.look.isEnabled()
    part.look.click()
    opened.done(window)
    assert says(part.result, "6 of 108 names exist.")
    assert says(part.result, "Set up for mail")
    assert len(asked) == 216


# --- websites


def test_a_site_is_looked_at_only_after_the_statement(opened, app):
    window, _page, part = opened("domain", "websites")
    with own_site() as served:
        served.page(body=b"<p>Hello</p>")
        served.redirect("https://example.test/")
        app.website_port = served.port
        part.form.address.field.setText("http://user@example.test/")
        part.form.button.click()
        assert says(part.form, "without a log-in name or a port")
        part.form.address.field.setText("example.test")
        part.form.button.click()
        assert says(part.form, "Nothing is sent before you say so.")
        opened.done(window)
        assert served.asked == []
        assert app.own_sites.all() == ()
        part.form.statement.box.click()
        assert not says(part.form, "Nothing is sent before you say so.")
        part.form.button.click()
        opened.done(window)
        assert served.asked != []
    card = part.cards["example.test"]
    assert says(card, "Encrypted with a valid certificate and current versions.")
    assert [site.site.host for site in app.own_sites.all()] == ["example.test"]
    assert part.form.address.field.text() == ""
    assert not part.form.statement.box.isChecked()


# --- this computer and its network


def test_this_computer_is_looked_at_without_an_account(open_window, tmp_path, qtbot):
    app = app_in(tmp_path / "data", account=None)
    app.device_port = own.SeenDevice(own.untidy_device())
    window = open_window(actions=WiredActions(app), app=app, page="device")
    page = window.frame.page("device")
    part = page.part("checks")
    assert says(part, "Not looked at yet")
    part.card.look.click()
    qtbot.waitUntil(lambda: says(part.card, "Security updates wait to be installed: 2."), timeout=10_000)
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert says(part, "Windows did not answer this question.")
    page.show_part("network")
    assert not page.part("network").card.look.isEnabled()
    assert says(page.part("network"), "Add an account first")
    app.close()


def test_the_network_and_its_switches(opened, app):
    window, _page, part = opened("device", "network")
    part.card.look.click()
    opened.done(window)
    assert says(part.card, "“Cafe Aoyama”, open")
    assert says(part.card, "No tunnel was seen")
    assert not any("protected" in said.lower() for said in words(part))
    part.second_resolver.switch.click()
    opened.done(window)
    assert (app.settings.second_resolver, app.settings.captive_portal_check) == (True, False)
    part.second_resolver.switch.click()
    opened.done(window)
    assert not app.settings.second_resolver


def choose(window, choice):
    window.frame.findChild(QAbstractButton, f"vpn-choice-{choice}").click()


def test_the_walk_to_an_advice_and_back(opened, qtbot):
    window, _page, part = opened("device", "vpn")
    assert says(part.walk, "What should a VPN do for you?")
    choose(window, "takeover")
    assert says(part.walk, "A VPN does not keep others out of a mailbox.")
    assert not part.walk._offered.isVisible()
    part.walk.back.click()
    assert says(part.walk, "What should a VPN do for you?")
    choose(window, "wifi")
    choose(window, "no-hotspot")
    assert says(part.walk, "In open or shared Wi-Fi a VPN you trust is of use.")
    assert says(part.walk, "Sources disagree")
    assert says(part.walk, "restated from general knowledge, not verified")
    assert says(part, "A stolen password works from anywhere")
    part.walk.again.click()
    assert says(part.walk, "What should a VPN do for you?")


def test_an_open_wifi_answers_the_first_question(opened, app):
    app.look_at_network(ACCOUNT.host, cancel=CancelToken())
    _window, _page, part = opened("device", "vpn")
    assert says(part.walk, "Could you use the hotspot of your phone instead?")


def test_a_source_is_opened_in_the_browser(opened, qtbot):
    from PySide6.QtCore import QObject, Slot

    class Browser(QObject):
        def __init__(self):
            super().__init__()
            self.opened = []

        @Slot(QUrl)
        def take(self, url):
            self.opened.append(url.toString())

    browser = Browser()
    window, _page, _part = opened("device", "vpn")
    choose(window, "wifi")
    choose(window, "no-hotspot")
    QDesktopServices.setUrlHandler("https", browser, "take")
    try:
        window.frame.findChild(QAbstractButton, "vpn-source-eff-vpn").click()
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == ["https://ssd.eff.org/module/choosing-vpn-thats-right-you"]


def test_a_finding_is_opened_on_a_page_that_was_not_built_yet(open_window, qtbot):
    window = open_window(known=own.known(), app=own.app())
    for page, code in (("domain", "domain.dmarc-none"), ("device", "network.wifi-open")):
        report, found = next((r, f) for r in own.known().reports for f in r.findings if f.finding.kind.code == code)
        window.frame.open_finding(ref_of(report, found))
        qtbot.waitUntil(lambda: window.background.is_idle)
        browser = window.frame.page(page).browser
        assert browser.list.chosen.code == code
        assert browser.letter.view.ref.code == code


# --- what does not go well


def test_over_the_sample_nothing_reaches_out(open_window, app, asked, qtbot):
    known = replace(own.known(), is_sample=True)
    window = open_window(known=known, app=app, page="domain")
    page = window.frame.page("domain")
    page.part("checks").cards[D].look.click()
    assert page.work.trouble.isVisible()
    page.show_part("lookalikes")
    page.part("lookalikes").allow.switch.click()
    assert not page.part("lookalikes").allow.switch.isChecked()
    assert not app.settings.look_alike_domains
    assert asked == []


def test_a_store_that_cannot_be_read_is_said_and_tried_again(open_window, app, qtbot, monkeypatch):
    from sentwatch.ui.pages.domain import page as module

    real = module.domain_page_facts

    def fail(*_args):
        raise Trouble(STORE_UNUSABLE, path="sentwatch.db", reason="disk full")

    monkeypatch.setattr(module, "domain_page_facts", fail)
    window = open_window(actions=WiredActions(app), app=app, page="domain")
    page = window.frame.page("domain")
    assert page._trouble.isVisible()
    monkeypatch.setattr(module, "domain_page_facts", real)
    page._trouble.retry.click()
    qtbot.waitUntil(lambda: D in page.part("checks").cards)
    assert not page._trouble.isVisible()


def test_without_anything_there_is_one_sentence(open_window, tmp_path):
    app = app_in(tmp_path / "data", account=None)
    window = open_window(known=Known(), app=app, page="domain")
    page = window.frame.page("domain")
    assert page._state.isVisible()
    assert not page.segments.isVisible()
    assert not app.has_store


def test_quitting_does_not_wait_for_a_look(opened, app):
    window, _page, part = opened("domain", "checks")
    begun = threading.Event()

    class Silent:
        def ask(self, _name, _kind, *, cancel):
            begun.set()
            cancel.wait(60)
            return ()

    app.look_after_domain = replace(app.look_after_domain, look=replace(app.domain_look, dns=Silent()))
    part.cards[D].look.click()
    assert begun.wait(10)
    assert window.background.shutdown(wait_s=5)


def test_these_pages_know_every_wifi():
    from sentwatch.ui.presenters.network import _SECURITIES

    assert set(_SECURITIES) == set(WifiSecurity) - {WifiSecurity.UNKNOWN}
    assert WifiFacts(name="x", security=WifiSecurity.OPEN).security in _SECURITIES

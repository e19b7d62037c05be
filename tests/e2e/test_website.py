"""`sentwatch website` and its adapter against a website on loopback: what is asked, followed, read and said."""

from __future__ import annotations

import json
import threading

import pytest

from sentwatch.adapters import website as adapter
from sentwatch.cli import website as command
from sentwatch.core.connection import Answer
from sentwatch.core.looks import NotChecked
from sentwatch.core.website import Site
from sentwatch.ports.cancel import Cancelled, CancelToken
from support.cli import run_cli
from support.own_site import own_site

D = "example.test"
GOOD_HEADERS = (
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'self'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)
SECURITY_TXT = b"Contact: mailto:security@example.test\nExpires: 2027-06-01T00:00:00Z\nPreferred-Languages: en, ja\n"
OPTIONAL = {"security-txt-missing"}


def good(site, **page):
    site.page(headers=page.pop("headers", GOOD_HEADERS), **page)
    site.redirect(f"https://{D}/")
    site.page(path="/.well-known/security.txt", kind="text/plain; charset=utf-8", body=SECURITY_TXT)


def run(site, *options, monkeypatch, address=D):
    monkeypatch.setattr(command, "Website", lambda: site.port)
    return run_cli("website", address, *options)


def codes(site, monkeypatch, address=D):
    done = run(site, "--own", "--json", monkeypatch=monkeypatch, address=address)
    report = done.json["reports"][0]
    return done.code, {finding["code"].removeprefix("website.") for finding in report["findings"]}, report


def look(site, path="/", host=D):
    return site.port.look(Site(host=host, path=path), cancel=CancelToken())


def test_a_good_site_is_quiet_and_few_requests_are_sent(monkeypatch):
    with own_site() as site:
        good(site)
        code, found, report = codes(site, monkeypatch)
    assert (code, found, report["account"]) == (0, set(), None)
    assert {check["outcome"] for check in report["checks"]} == {"checked"}
    assert set(site.asked) == {
        ("http", D, "/"),
        ("https", D, "/"),
        ("https", D, "/.well-known/security.txt"),
    }
    assert len(site.asked) <= 5


def test_nothing_is_sent_that_names_the_user(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with own_site() as site:
        good(site)
        assert codes(site, monkeypatch)[1] == set()
    for head in site.heads:
        assert set(head) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert head["User-Agent"].startswith("Sentwatch")


def test_a_bare_site(monkeypatch):
    with own_site() as site:
        site.page()
        site.page(scheme="http")
        code, found, _ = codes(site, monkeypatch)
    assert code == 1
    assert found - OPTIONAL == {
        "no-redirect-to-https",
        "hsts-missing",
        "csp-missing",
        "framing-allowed",
        "nosniff-missing",
        "referrer-policy-missing",
    }


def test_no_encryption_at_all(monkeypatch):
    with own_site(https=False) as site:
        site.page(scheme="http")
        code, found, report = codes(site, monkeypatch)
    assert code == 1
    assert found == {"no-https", "no-redirect-to-https"}
    assert {c["code"] for c in report["checks"] if c["outcome"] == "not-checked"} >= {
        "website.headers",
        "website.mixed",
    }


def test_nobody_there(monkeypatch):
    with own_site(http=False, https=False) as site:
        code, found, report = codes(site, monkeypatch)
    assert (code, found) == (3, set())
    assert {check["outcome"] for check in report["checks"]} == {"not-checked"}


def test_encrypted_only_is_fine(monkeypatch):
    with own_site(http=False) as site:
        good(site)
        assert codes(site, monkeypatch)[1] == set()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"trusted": False}, "certificate-not-trusted"),
        ({"days": -1}, "certificate-expired"),
        ({"days": 10}, "certificate-expires-soon"),
        ({"days": 40}, None),
    ],
)
def test_certificates(monkeypatch, options, expected):
    with own_site(**options) as site:
        good(site)
        _, found, report = codes(site, monkeypatch)
    assert found == ({expected} if expected else set())
    page = next(check for check in report["checks"] if check["code"] == "website.headers")
    assert page["outcome"] == ("not-checked" if options.get("days", 1) < 0 or "trusted" in options else "checked")


def test_a_certificate_for_another_name(monkeypatch):
    with own_site("other.test") as site:
        good(site)
        assert codes(site, monkeypatch)[1] == {"certificate-not-trusted"}


def test_the_www_sibling_is_followed_and_no_other_site(monkeypatch):
    with own_site() as site:
        good(site)
        site.redirect(f"https://www.{D}/start", scheme="https")
        site.page(host=f"www.{D}", path="/start", headers=GOOD_HEADERS)
        assert codes(site, monkeypatch)[1] == set()
        site.redirect("https://elsewhere.test/", scheme="https")
        _, found, report = codes(site, monkeypatch)
    assert found == {"leads-to-another-site"}
    assert not [host for _, host, _ in site.asked if host not in {D, f"www.{D}"}]
    assert next(c for c in report["checks"] if c["code"] == "website.headers")["outcome"] == "not-checked"


@pytest.mark.parametrize(
    "place",
    [
        "https://example.test:8443/",
        "https://user@example.test/",
        "https://example.test.evil.test/",
        "//elsewhere.test/",
        "ftp://example.test/",
        "javascript:alert(1)",
        "http://[::1",
    ],
)
def test_tricky_redirects_are_not_followed(place):
    with own_site() as site:
        site.redirect(place, scheme="https")
        way = look(site).way
    assert way.stopped_at
    assert len(way.hops) == 1


def test_a_loop_of_redirects_ends():
    with own_site() as site:
        site.redirect("/b", scheme="https")
        site.redirect("/", scheme="https", path="/b")
        way = look(site).way
        assert len(way.hops) == 2
        for n in range(30):
            site.redirect(f"/{n + 1}", scheme="https", path=f"/{n}")
        assert len(look(site, path="/0").way.hops) <= 6


def test_back_to_unencrypted(monkeypatch):
    with own_site() as site:
        good(site)
        site.redirect(f"http://{D}/plain", scheme="https")
        site.page(scheme="http", path="/plain")
        _, found, report = codes(site, monkeypatch)
    assert "leads-back-to-http" in found
    assert next(c for c in report["checks"] if c["code"] == "website.cookies")["outcome"] == "not-checked"


def test_cookies(monkeypatch):
    cookies = (
        ("Set-Cookie", "PHPSESSID=secret-value; path=/"),
        ("Set-Cookie", "lang=ja; Secure"),
        ("Set-Cookie", "XSRF-TOKEN=x; Secure; SameSite=Lax"),
        ("Set-Cookie", "auth=y; Secure; HttpOnly; SameSite=Strict"),
    )
    with own_site() as site:
        good(site, headers=(*GOOD_HEADERS, *cookies))
        _, found, report = codes(site, monkeypatch)
    assert found == {"cookie-not-secure", "cookie-open-to-scripts"}
    assert {finding["params"]["name"] for finding in report["findings"]} == {"PHPSESSID"}
    assert "secret-value" not in json.dumps(report)


def test_versions_and_unencrypted_parts(monkeypatch):
    body = b"""<!doctype html><html><head><meta name="Generator" content="WordPress 6.8.1">
    <link rel="stylesheet" href="/wp-content/plugins/contact-form/css/style.css?ver=5.7">
    <script src="http://cdn.example.test/jquery-1.12.4.min.js"></script></head>
    <body><img src="HTTP://example.test/a.png"><form action="http://example.test/send"></form>
    <a href="http://example.test/link">plain links are no parts</a></body></html>"""
    with own_site() as site:
        good(
            site,
            body=body,
            headers=(
                *GOOD_HEADERS,
                ("Server", "Apache/2.4.62 (Debian) OpenSSL/1.1.1w"),
                ("X-Powered-By", "PHP/7.4.33"),
            ),
        )
        code, found, report = codes(site, monkeypatch)
    assert code == 1
    assert found == {"version-unsupported", "version-shown", "mixed-content", "form-unencrypted"}
    ended = {f["params"]["product"] for f in report["findings"] if f["code"] == "website.version-unsupported"}
    assert ended == {"PHP", "OpenSSL", "jQuery"}
    parts = next(f for f in report["findings"] if f["code"] == "website.mixed-content")
    assert parts["params"]["count"] == 2


def test_a_page_that_is_no_html_and_one_that_is_compressed(monkeypatch):
    with own_site() as site:
        good(site, kind="application/json", body=b"{}")
        _, _, report = codes(site, monkeypatch)
        assert next(c for c in report["checks"] if c["code"] == "website.mixed")["outcome"] == "not-checked"
        good(site, headers=(*GOOD_HEADERS, ("Content-Encoding", "gzip")), body=b"\x1f\x8b" + b"\x00" * 100)
        page = look(site).page
        assert not page.was_read


def test_only_the_beginning_of_a_long_page_is_read():
    with own_site() as site:
        good(site, body=b"<p>" + b"x" * (adapter.MAX_PAGE * 3))
        page = look(site).page
    assert page.is_cut
    assert page.was_read


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (SECURITY_TXT, "text/plain", None),
        (b"<html>front page</html>", "text/html", "security-txt-missing"),
        (b"Contact: mailto:a@example.test\nExpires: 2024-01-01T00:00:00Z\n", "text/plain", "security-txt-expired"),
        (b"Contact: a@example.test\nExpires: 2027-06-01T00:00:00Z\n", "text/plain", "security-txt-faulty"),
        (b"hello", "text/plain", "security-txt-faulty"),
        (b"\xff\xfe\x00", "text/plain", "security-txt-faulty"),
    ],
)
def test_security_txt(monkeypatch, body, kind, expected):
    with own_site() as site:
        good(site)
        site.page(path="/.well-known/security.txt", kind=kind, body=body)
        assert codes(site, monkeypatch)[1] == ({expected} if expected else set())


def test_security_txt_that_the_server_fails_on_is_could_not_look(monkeypatch):
    with own_site() as site:
        good(site)
        site.page(path="/.well-known/security.txt", status=503)
        code, found, report = codes(site, monkeypatch)
    assert (code, found) == (3, set())
    assert next(c for c in report["checks"] if c["code"] == "website.security-txt")["outcome"] == "not-checked"


def test_a_page_of_its_own_by_path(monkeypatch):
    with own_site() as site:
        good(site)
        site.redirect(f"https://{D}/shop/%E8%B2%B7?x=1", path="/shop/%E8%B2%B7")
        site.page(path="/shop/%E8%B2%B7", headers=GOOD_HEADERS)
        assert codes(site, monkeypatch, address=f"https://{D}/shop/買?x=1#top")[1] == set()
    assert ("https", D, "/shop/%E8%B2%B7?x=1") in site.asked


def test_a_silent_server_can_be_cancelled():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener, own_site() as site:
        site.ports["http"] = site.ports["https"] = listener.getsockname()[1]
        cancel = CancelToken()
        threading.Timer(0.3, cancel.cancel).start()
        with pytest.raises(Cancelled):
            site.port.look(Site(host=D), cancel=cancel)


def test_old_tls_is_asked_for():
    with own_site() as site:
        good(site)
        assert look(site).tls.takes_old_tls in {Answer.NO, Answer.UNKNOWN}
    with own_site(http=False, https=False) as site:
        assert isinstance(look(site).tls, NotChecked)


def test_without_the_statement_nothing_is_sent(monkeypatch):
    with own_site() as site:
        good(site)
        done = run(site, "--json", monkeypatch=monkeypatch)
        assert done.code == 2
        assert "--own" in done.err
        assert run(site, monkeypatch=monkeypatch).code == 2
    assert site.asked == []


def test_the_text_says_what_a_professional_adds(monkeypatch):
    with own_site() as site:
        good(site)
        done = run(site, "--own", monkeypatch=monkeypatch)
        ja = run(site, "--own", "--lang", "ja", monkeypatch=monkeypatch)
    assert "written consent" in done.out
    assert "専門家" in ja.out


@pytest.mark.parametrize(
    "address", ["", "localhost", "192.0.2.1", "http://user@example.test/", "example.test:8443", "a b.test", "https://"]
)
def test_no_address_is_a_usage_error(address):
    assert run_cli("website", address, "--own").code == 2

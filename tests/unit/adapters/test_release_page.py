"""Asking a release page over real TLS: what is sent, what is followed, what is believed, and how refusals are worded."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import threading

import pytest
import trustme

from sentwatch.adapters.release_page import ACCEPT, MAX_PAGE, ReleasePages
from sentwatch.adapters.release_place import read_place
from sentwatch.adapters.targets import Targets
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from support.web_on_loopback import Web, serving

HOST = "releases.example"
PATH = "/simple/sentwatch/"


def project(**more):
    page = {
        "meta": {"api-version": "1.1"},
        "name": "sentwatch",
        "versions": ["1.2.0", "1.3.0"],
        "files": [
            {"filename": "sentwatch-1.3.0.tar.gz", "url": "x", "hashes": {}, "size": 7, "upload-time": "2026-11-03T00:00:00Z"},
            {"filename": "sentwatch-1.2.0.tar.gz", "url": "x", "hashes": {}, "yanked": "broke on 3.13"},
        ],
    }  # fmt: skip
    return {**page, **more}


def said(value, status=200, **headers):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return status, {"Content-Type": ACCEPT, **headers}, body


def loopback():
    return Targets(resolve=lambda _host, port: [("127.0.0.1", port)], may_connect=lambda _address: True)


def ask(web, path=PATH, *, cancel=None, all_s=10.0, trust=True, names=(HOST,)):
    with serving(web, names=names):
        pages = ReleasePages(targets=loopback(), context=web.context if trust else None, all_s=all_s)
        return pages.read(read_place(f"https://{HOST}:{web.port}{path}"), cancel=cancel or CancelToken())


def refused(reply, **more):
    web = Web(pages={(HOST, PATH): reply})
    with pytest.raises(Trouble) as caught:
        ask(web, **more)
    assert caught.value.params["host"] == HOST
    return caught.value.kind.code


def test_a_page_is_read_by_one_request_that_says_nothing_of_us():
    web = Web(pages={(HOST, PATH): said(project())})
    page = ask(web)
    assert page.versions == ("1.2.0", "1.3.0")
    assert [(file.name, file.is_yanked) for file in page.files] == [
        ("sentwatch-1.3.0.tar.gz", False),
        ("sentwatch-1.2.0.tar.gz", True),
    ]
    assert page.files[0].uploaded == "2026-11-03T00:00:00Z"
    assert web.asked == [(HOST, PATH)]
    [headers] = web.headers
    assert headers == {
        "host": f"{HOST}:{web.port}", "accept": ACCEPT, "accept-encoding": "identity", "connection": "close",
    }  # fmt: skip


def test_a_static_file_with_little_in_it_is_enough():
    little = {"meta": {"api-version": "1.1"}, "name": "Sentwatch", "versions": ["1.3.0"], "files": []}
    web = Web(pages={(HOST, "/versions.json"): said(little, **{"Content-Type": "text/plain"})})
    assert ask(web, "/versions.json").versions == ("1.3.0",)


def test_a_redirect_is_followed_on_the_same_host_alone():
    web = Web(pages={(HOST, PATH): said(project()), (HOST, "/simple/Sentwatch"): said(b"", 301, Location=PATH)})
    assert ask(web, "/simple/Sentwatch").versions
    assert [path for _host, path in web.asked] == ["/simple/Sentwatch", PATH]


@pytest.mark.parametrize(
    "location",
    ["https://other.example/simple/sentwatch/", "http://releases.example/simple/sentwatch/", "//other.example/", "",
     "https://releases.example/", "https://releases.example:1/", "https://me:pw@releases.example/", "ftp://x/",
     "https://[", "file:///etc/passwd", PATH],
)  # fmt: skip
def test_a_redirect_elsewhere_or_in_a_circle_is_refused(location):
    assert refused(said(b"", 302, Location=location)) == "release-page-elsewhere"


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "release-page-missing"), (410, "release-page-missing"), (401, "release-page-closed"),
     (403, "release-page-closed"), (406, "release-page-odd"), (429, "throttled"), (500, "server-trouble"),
     (503, "server-trouble"), (204, "release-page-closed"), (304, "release-page-closed")],
)  # fmt: skip
def test_refusals_in_words(status, code):
    assert refused(said(b"", status)) == code


HOSTILE = {
    "no JSON": b"<!DOCTYPE html><title>Links for sentwatch</title>",
    "empty": b"",
    "not UTF-8": b'{"meta": "\xff\xfe"}',
    "a list": b"[]",
    "deep lists": b"[" * 500_000,
    "deep objects": b'{"meta":' * 200_000,
    "deep in what is not read": json.dumps(project())[:-1].encode()
    + b', "x": '
    + b"[" * 200_000
    + b"]" * 200_000
    + b"}",
    "too large": json.dumps(project()).encode() + b" " * MAX_PAGE,
    "too many versions": json.dumps(project(versions=["1.0"] * 20_001)).encode(),
    "too many files": json.dumps(project(files=[{"filename": "x"}] * 20_001)).encode(),
    "versions are numbers": json.dumps(project(versions=[1.0, 2])).encode(),
    "versions are an object": json.dumps(project(versions={"1.0": []})).encode(),
    "files without names": json.dumps(project(files=[{}])).encode(),
    "a name that is a list": json.dumps(project(name=["sentwatch"])).encode(),
    "a long name": json.dumps(project(name="s" * 1_000_000)).encode(),
    "another project": json.dumps(project(name="requests")).encode(),
    "a later form": json.dumps(project(meta={"api-version": "2.0"})).encode(),
    "no form": json.dumps(project(meta={})).encode(),
    "taken back by a number": json.dumps(project(files=[{"filename": "x", "yanked": 7}])).encode(),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_page_of_ours_is_refused_in_words(body):
    assert refused(said(body)) == "release-page-odd"


def test_a_packed_answer_is_refused():
    packed = gzip.compress(json.dumps(project()).encode())
    assert refused(said(packed, **{"Content-Encoding": "gzip"})) == "release-page-odd"


def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_asked():
    web = Web(pages={(HOST, PATH): said(project())})
    with pytest.raises(Trouble) as caught:
        ask(web, trust=False)
    assert caught.value.kind.code == "release-page-unverified"
    with pytest.raises(Trouble) as caught:
        ask(web, names=("other.example",))
    assert caught.value.kind.code == "release-page-unverified"
    assert web.asked == []


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Trouble) as caught:
        ReleasePages(targets=loopback()).read(read_place(f"https://{HOST}:{port}/"), cancel=CancelToken())
    assert caught.value.kind.code == "network-cut"


class Slow:
    """A TLS server that sends `first` and then nothing more, or hangs up."""

    def __init__(self, first=b"", *, hangs_up=False):
        authority = trustme.CA()
        self.server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(HOST).configure_cert(self.server_context)
        self.context = ssl.create_default_context()
        authority.configure_trust(self.context)
        self.first, self.hangs_up = first, hangs_up
        self.asked, self.over = threading.Event(), threading.Event()

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def _serve(self):
        connection, _ = self.listener.accept()
        try:
            with self.server_context.wrap_socket(connection, server_side=True) as tls:
                tls.recv(4096)
                tls.sendall(self.first)
                self.asked.set()
                if not self.hangs_up:
                    self.over.wait(20)
        except OSError:
            self.asked.set()

    def __exit__(self, *_):
        self.over.set()
        self.thread.join(10)
        self.listener.close()

    def read(self, *, all_s, cancel=None):
        pages = ReleasePages(targets=loopback(), context=self.context, all_s=all_s)
        place = read_place(f"https://{HOST}:{self.listener.getsockname()[1]}{PATH}")
        return pages.read(place, cancel=cancel or CancelToken())


BEGINNING = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 O", BEGINNING], ids=["nothing", "half a line", "half a page"])
def test_a_silent_server_is_left(first):
    with Slow(first) as server, pytest.raises(Trouble) as caught:
        server.read(all_s=1.0)
    assert caught.value.kind.code == "server-silent"


def test_a_page_that_ends_early_is_not_believed():
    with Slow(BEGINNING, hangs_up=True) as server, pytest.raises(Trouble) as caught:
        server.read(all_s=20.0)
    assert caught.value.kind.code == "network-cut"


def test_a_cancel_wakes_who_waits():
    cancel = CancelToken()
    with Slow(BEGINNING) as server:

        def stop():
            server.asked.wait(20)
            cancel.cancel()

        stopping = threading.Thread(target=stop)
        stopping.start()
        with pytest.raises(Cancelled):
            server.read(all_s=60.0, cancel=cancel)
        stopping.join(10)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://releases.example/simple/sentwatch/", "https://releases.example/simple/sentwatch/"),
        ("  https://Releases.Example ", "https://releases.example/"),
        ("https://releases.example:8443/a b", None),
        ("https://releases.example:8443/a%20b", "https://releases.example:8443/a%20b"),
        ("https://配布.example/版", "https://xn--8stq55i.example/%E7%89%88"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("http://releases.example/", None),
        ("HTTPS://releases.example/", "https://releases.example/"),
        ("releases.example", None),
        ("https://", None),
        ("https:///x", None),
        ("https://me:secret@releases.example/", None),
        ("https://me@releases.example/", None),
        ("https://releases.example/?token=secret", None),
        ("https://releases.example/#x", None),
        ("https://releases.example:99999/", None),
        ("https://releases.example:0/", None),
        ("https://releases.example/\r\nX-Evil: 1", None),
        ("https://" + "a" * 70 + ".example/", None),
        ("https://releases.example/" + "x" * 300, None),
        ("https://[", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_addresses_that_may_be_asked(text, address):
    place = read_place(text)
    assert (None if place is None else place.address) == address

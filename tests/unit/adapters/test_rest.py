"""Gmail's and Graph's rules through the real HTTP client: pages, refusals in words, caps, and nothing but GET."""

from __future__ import annotations

import gzip
import threading

import pytest

from sentwatch.adapters.gmail import GmailRules
from sentwatch.adapters.graph import GraphRules
from sentwatch.adapters.rest import MAX_ANSWER, RestReader
from sentwatch.core.rules import EffectKind
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from support.rest_on_loopback import (
    FOLDER_ID,
    TOKEN,
    Rest,
    gmail,
    google_error,
    graph,
    graph_error,
    said,
    serving,
)

GOOD = Credential(TOKEN, CredentialKind.ACCESS_TOKEN)
RULES = "/me/mailFolders/inbox/messageRules"


def reader(rest: Rest, **more) -> RestReader:
    return RestReader(base=rest.base, context=rest.context, **more)


def read(rest: Rest, *, credential=GOOD, cancel=None):
    adapter = GmailRules if "/me/settings/filters" in rest.pages else GraphRules
    with serving(rest):
        return adapter(reader=reader(rest)).read(credential=credential, cancel=cancel or CancelToken())


def refused(rest: Rest, **more) -> Trouble:
    with pytest.raises(Trouble) as caught:
        read(rest, **more)
    assert TOKEN not in str(caught.value.params)
    return caught.value


def test_gmail_is_read_with_its_labels_and_settings():
    rest = gmail()
    found = read(rest)
    (rule_set,) = found.sets
    assert rule_set.is_understood
    first, *_others = rule_set.rules
    assert first.targets(EffectKind.FORWARD) == ("x@mailhub.example",)
    assert first.targets(EffectKind.MOVE) == ("RSS",)
    assert len(rest.asked) == 6
    # Who else may open the mailbox is told to no program.
    assert len(found.unseen) == 1


def test_graph_is_read_over_its_pages_with_folder_names():
    rest = graph(pages=3)
    found = read(rest)
    (rule_set,) = found.sets
    assert [rule.name for rule in rule_set.rules[:6]] == [
        "Rule 00",
        "Rule 01",
        "Rule 10",
        "Rule 11",
        "Rule 20",
        "Rule 21",
    ]
    assert rule_set.rules[0].targets(EffectKind.MOVE) == ("RSS フィード",)
    assert rule_set.rules[-1].is_setting
    folders = [path for path in rest.asked if "select" in path]
    assert len(folders) == 1
    assert len(found.unseen) == 1


@pytest.mark.parametrize("make", [gmail, graph])
def test_nothing_but_get_is_said_and_the_token_goes_nowhere_else(make):
    rest = make()
    read(rest)
    assert rest.methods == {"GET"}
    assert all(headers["authorization"] == f"Bearer {TOKEN}" for headers in rest.headers)
    assert all(headers["accept-encoding"] == "identity" for headers in rest.headers)
    assert not any(TOKEN in path for path in rest.asked)


@pytest.mark.parametrize("make", [gmail, graph])
def test_a_token_that_is_not_taken_asks_for_a_new_sign_in(make):
    assert (
        refused(make(), credential=Credential("old", CredentialKind.ACCESS_TOKEN)).kind.code == "browser-sign-in-needed"
    )


@pytest.mark.parametrize("secret", ["", "a b", "a\r\nX-Evil: 1", "ü", "x" * 20_000])
def test_a_token_that_would_break_the_header_is_not_sent(secret):
    rest = gmail()
    assert (
        refused(rest, credential=Credential(secret, CredentialKind.ACCESS_TOKEN)).kind.code == "browser-sign-in-needed"
    )
    assert rest.asked == []


def test_a_password_opens_nothing_there():
    rest = graph()
    assert refused(rest, credential=Credential("correct horse")).kind.code == "browser-sign-in-needed"
    assert rest.asked == []


@pytest.mark.parametrize(
    ("reply", "code", "wait_s"),
    [
        (google_error(403, "insufficientPermissions"), "permission-missing", None),
        (google_error(403, "rateLimitExceeded"), "throttled", None),
        (google_error(403, "accessNotConfigured"), "permission-missing", None),
        (said({"error": {}}, 429, **{"Retry-After": "17"}), "throttled", 17),
        (said({"error": {}}, 429, **{"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), "throttled", None),
        (said({"error": {}}, 429, **{"Retry-After": "99999999999"}), "throttled", None),
        (said({"error": {}}, 503, **{"Retry-After": "5"}), "server-trouble", 5),
        (said("x", 500), "server-trouble", None),
        (said({"error": "invalid_request"}, 400), "server-refused", None),
        ((302, {"Location": "https://evil.example/"}, b""), "server-broke-rules", None),
        ((200, {}, b"<html>sign in</html>"), None, None),
        ((404, {}, b"\xff\xfe"), "server-refused", None),
        (graph_error(403, "ErrorAccessDenied"), "permission-missing", None),
    ],
)
def test_refusals_in_words(reply, code, wait_s):
    rest = gmail()
    rest.pages["/me/settings/filters"] = reply
    if code is None:
        # What is no JSON is no clean account: the set is refused.
        assert read(rest).sets[0].all_not_understood
        return
    trouble = refused(rest)
    assert trouble.kind.code == code
    assert trouble.params.get("wait_s") == wait_s
    assert "evil" not in str(trouble.params)


def test_settings_that_may_not_be_seen_are_named():
    rest = gmail()
    rest.pages["/me/settings/sendAs"] = google_error(403, "insufficientPermissions")
    rest.pages["/me/labels"] = google_error(403, "insufficientPermissions")
    found = read(rest)
    assert len(found.unseen) == 3
    assert found.sets[0].rules[0].targets(EffectKind.MOVE) == ("Label_3",)
    other = graph()
    other.pages["/me/mailboxSettings"] = graph_error(403, "ErrorAccessDenied")
    other.pages[f"/me/mailFolders/{FOLDER_ID}"] = graph_error(403, "ErrorAccessDenied")
    seen = read(other)
    assert len(seen.unseen) == 3
    assert seen.sets[0].rules[0].targets(EffectKind.MOVE) == ()


def test_a_trouble_on_the_way_is_not_passed_over():
    rest = gmail()
    rest.pages["/me/settings/sendAs"] = said({}, 503)
    assert refused(rest).kind.code == "server-trouble"


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/me/mailFolders",
        "https://localhost/me/mailFolders",
        "http://localhost/me",
        "/me/relative",
        "https://localhost.evil.example/me",
        "https://user@localhost/me",
    ],
)
def test_a_next_page_elsewhere_is_not_followed(link):
    rest = graph()
    rest.pages[RULES] = said({"value": [], "@odata.nextLink": link})
    assert refused(rest).kind.code == "server-broke-rules"
    assert len(rest.asked) == 1


def test_pages_without_end_end():
    rest = graph(pages=10_000)
    assert refused(rest).kind.code == "server-broke-rules"
    assert len(rest.asked) <= 25


@pytest.mark.parametrize(
    "reply",
    [
        (200, {}, b"["),
        (200, {}, b'{"value": 7}'),
        (200, {}, b"[" * 100_000),
        (200, {}, b"{" + b'"a":{' * 50_000),
        (200, {}, b" " * (MAX_ANSWER + 10)),
        (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * (50 << 20))),
    ],
    ids=["cut", "no list", "deep lists", "deep objects", "too large", "packed"],
)
def test_answers_made_to_hurt_end_in_words(reply):
    rest = graph()
    rest.pages[RULES] = reply
    assert refused(rest).kind.code == "server-broke-rules"


def test_rules_of_odd_kinds_do_not_crash():
    rest = graph()
    rest.pages[RULES] = said(
        {"value": [{}, {"actions": 7}, {"actions": {"moveToFolder": {"a": 1}}}, {"id": [], "conditions": []}]}
    )
    assert len(read(rest).sets[0].rules) == 5


def test_a_cancel_wakes_a_waiting_request():
    rest = gmail()
    rest.stall = threading.Event()
    cancel = CancelToken()
    timer = threading.Timer(0.3, cancel.cancel)
    timer.start()
    try:
        with pytest.raises(Cancelled):
            read(rest, cancel=cancel)
    finally:
        timer.join()


def test_a_host_without_a_certificate_for_its_name_hears_no_token():
    rest = gmail()
    with serving(rest):
        strange = RestReader(base=rest.base)
        with pytest.raises(Trouble) as caught:
            GmailRules(reader=strange).read(credential=GOOD, cancel=CancelToken())
    assert caught.value.kind.code == "network-cut"
    assert rest.asked == []


def test_nobody_there_is_a_trouble():
    with pytest.raises(Trouble) as caught:
        GmailRules(reader=RestReader(base="https://localhost:1/me")).read(credential=GOOD, cancel=CancelToken())
    assert caught.value.kind.code == "network-cut"


def test_clear_text_is_never_spoken():
    with pytest.raises(Trouble) as caught:
        RestReader(base="http://localhost/me").get("/x", credential=GOOD, cancel=CancelToken())
    assert caught.value.kind.code == "server-broke-rules"


def test_the_surroundings_do_not_decide_where_requests_go(monkeypatch):
    rest = gmail()
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    assert len(read(rest).sets) == 1

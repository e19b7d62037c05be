"""Files made to hurt: refused in words, quickly, and never by an exception."""

from __future__ import annotations

import json
import plistlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentwatch.core.phrase import Phrase
from sentwatch.core.rule_languages.apple import read_apple
from sentwatch.core.rule_languages.gmail import read_gmail_filters
from sentwatch.core.rule_languages.gmail_api import GmailAnswers, read_gmail_answers
from sentwatch.core.rule_languages.limits import MAX_RULES
from sentwatch.core.rule_languages.outlook import GraphAnswers, read_graph_answers
from sentwatch.core.rule_languages.outlook_audit import read_audit
from sentwatch.core.rule_languages.read import language_of, read_rules
from sentwatch.core.rule_languages.sieve import read_scripts, read_sieve
from sentwatch.core.rule_languages.thunderbird import read_thunderbird
from support.rules import CORPUS

MB_20 = 20 << 20
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:apps='http://schemas.google.com/apps/2006'>"
LAUGHS = '<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
XXE = '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def refusal(found):
    """The words a file was refused with, whoever said them."""
    if isinstance(found, Phrase):
        return found
    (one,) = found
    assert one.rules == ()
    assert one.refused is not None
    return one.refused


@pytest.mark.parametrize("doctype", [LAUGHS, XXE, "<!DOCTYPE feed>"])
def test_xml_with_a_document_type_of_its_own_is_refused(doctype):
    text = f"<?xml version='1.0'?>{doctype}{ATOM}<entry><apps:property name='from' value='&x;'/></entry></feed>"
    assert "document type" in refusal(read_rules(text.encode(), name="x")).text
    assert "document type" in read_gmail_filters(text, name="x").refused.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_property_lists_with_entities_are_refused(encoding):
    text = (
        f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE plist [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        "<plist version='1.0'><array><dict><key>RuleName</key><string>&x;</string></dict></array></plist>"
    )
    found = read_apple(text.encode(encoding), name="x")
    assert found.refused is not None
    assert "root:" not in str(found)


def bomb():
    """A binary property list in which each of 30 lists names the next one ten times: 10^30 values on a kilobyte."""
    count = 31
    objects = [bytes([0xAA]) + bytes([number + 1] * 10) for number in range(count - 1)] + [b"\x08"]
    data, offsets = b"bplist00", []
    for one in objects:
        offsets.append(len(data))
        data += one
    table = len(data)
    data += b"".join(struct.pack(">H", offset) for offset in offsets)
    return data + struct.pack(">6xBBQQQ", 2, 1, count, 0, table)


def chain():
    """A binary property list of ten thousand lists, each in the one before."""
    count = 10_000
    data, offsets = b"bplist00", []
    for number in range(count):
        offsets.append(len(data))
        data += b"\xa1" + struct.pack(">H", number + 1) if number < count - 1 else b"\x08"
    table = len(data)
    data += b"".join(struct.pack(">I", offset) for offset in offsets)
    return data + struct.pack(">6xBBQQQ", 4, 2, count, 0, table)


@pytest.mark.parametrize("make", [bomb, chain])
def test_binary_bombs_are_refused(make):
    assert read_apple(make(), name="x").refused is not None


def deep(*, depth=10_000):
    yield "sieve blocks", ("if true {" * depth + "keep;" + "}" * depth).encode()
    yield "sieve tests", ("if " + "not " * depth + "true { keep; }").encode()
    yield "sieve anyof", ("if " + "anyof(" * depth + "true" + ")" * depth + "{ keep; }").encode()
    yield "sieve lists", ("fileinto " + "[" * depth + '"a"' + "]" * depth + ";").encode()
    yield "xml", f"<?xml version='1.0'?>{ATOM}{'<entry>' * depth}{'</entry>' * depth}</feed>".encode()
    yield "plist", b"<plist version='1.0'>" + b"<array>" * depth + b"</array>" * depth + b"</plist>"
    yield "json objects", (b'{"value":' * depth) + b"1" + b"}" * depth
    yield "json lists", b"[" * depth + b"]" * depth
    yield "thunderbird", b'name="A"\ncondition="AND ' + b"(" * depth + b'"\n'
    yield "audit", b'CreationDate,AuditData\nx,"' + b'{""Operation"":""New-InboxRule"",""a"":' + b"[" * depth + b'"\n'


DEEP = dict(deep())


@pytest.mark.parametrize("name", sorted(DEEP))
def test_ten_thousand_levels_neither_crash_nor_pass_as_clean(name):
    data = DEEP[name]
    found = read_rules(data, name=name)
    if not isinstance(found, Phrase):
        assert not all(one.is_understood for one in found)


LARGE = {
    "sieve": lambda: b'redirect "a@example.com";\n' * (MB_20 // 26),
    "xml": lambda: f"<?xml version='1.0'?>{ATOM}".encode() + b"<entry></entry>" * (MB_20 // 15) + b"</feed>",
    "json": lambda: b'{"filter":[' + b"{}," * (MB_20 // 3) + b"{}]}",
    "thunderbird": lambda: b'name="a"\naction="Delete"\n' * (MB_20 // 25),
    "plist": lambda: b"bplist00" + b"\0" * MB_20,
    "csv": lambda: b"CreationDate,AuditData\n" + b"x,y\n" * (MB_20 // 4),
    "nothing": lambda: b"\0" * MB_20,
}


@pytest.mark.parametrize("name", sorted(LARGE))
def test_20_megabytes_are_refused_in_words(name):
    assert "larger than" in refusal(read_rules(LARGE[name](), name=name)).text


@pytest.mark.parametrize("read", [read_gmail_filters, read_thunderbird, read_apple])
def test_each_reader_refuses_20_megabytes_itself(read):
    assert "larger than" in read(b" " * MB_20, name="x").refused.text


def test_scripts_of_a_server_are_each_measured():
    sets = read_scripts([("a", b"keep;" * 300_000), ("b", b"keep;")], active="a")
    assert sets[0].refused is not None
    assert sets[1].is_understood
    assert read_gmail_answers(GmailAnswers(filters=b" " * MB_20), name="x").refused is not None
    assert read_graph_answers(GraphAnswers(rules=b" " * MB_20), name="x").refused is not None


def test_more_rules_than_anybody_has_are_told():
    entry = "<entry><apps:property name='from' value='a'/></entry>"
    found = read_gmail_filters(f"{ATOM}{entry * (MAX_RULES + 5)}</feed>", name="x")
    assert len(found.rules) == MAX_RULES
    assert not found.is_understood
    many = "".join(f"if size :over {number} {{ keep; }}\n" for number in range(MAX_RULES + 5))
    script = read_sieve(many, name="x")
    assert len(script.rules) == MAX_RULES
    assert not script.is_understood
    records = [
        {"Operation": "New-InboxRule", "Workload": "Exchange", "Parameters": [{"Name": "Name", "Value": str(n)}]}
        for n in range(MAX_RULES + 5)
    ]
    (audit,) = read_audit(json.dumps(records), name="x")
    assert not audit.is_understood


def test_pieces_that_are_not_understood_are_counted_not_hoarded():
    found = read_sieve("frobnicate;" * 10_000, name="x")
    assert len(found.all_not_understood) <= 201


def test_an_unknown_file_is_told_so():
    for data in (
        b"",
        b"hello world",
        b"\x89PNG\r\n",
        b"%PDF-1.7",
        b"From: a@example.com\r\n\r\nhi",
        b"{}",
        b"[]",
        b"<html></html>",
    ):
        assert isinstance(read_rules(data, name="x"), Phrase), data
        assert language_of(data) is None


@pytest.mark.parametrize(
    "path", sorted(p for d in ("ordinary", "indicators") for p in (CORPUS / d).iterdir()), ids=lambda p: p.name
)
def test_the_language_is_told_by_the_content(path):
    wanted = {".sieve": "sieve", ".xml": "gmail", ".dat": "thunderbird", ".plist": "apple"}.get(path.suffix)
    found = language_of(path.read_bytes())
    assert found is not None
    assert wanted is None or found.value == wanted


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(data):
    read_rules(data, name="x")
    read_apple(data, name="x")
    read_thunderbird(data, name="x")
    read_gmail_filters(data, name="x")
    read_audit(data.decode("latin-1"), name="x")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["value", "filter", "id", "displayName", "conditions", "actions", "forwardTo", "emailAddress", "address", "Name",
             "Value", "Operation", "Workload", "Parameters", "OperationProperties", "RuleActions", "criteria", "action",
             "sendAs", "From", "Priority", "WithinSizeRangeMinimum", "moveToFolder", "AuditData", "withinSizeRange"]
        ) | st.text(max_size=6),
        inner,
        max_size=5,
    ),
    max_leaves=30,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(JSON)
def test_no_json_raises(value):
    text = json.dumps(value)
    read_rules(text, name="x")
    read_graph_answers(GraphAnswers(rules=text, settings=text, folders=text), name="x")
    read_gmail_answers(
        GmailAnswers(filters=text, labels=text, auto_forwarding=text, send_as=text, vacation=text), name="x"
    )
    read_audit(text, name="x")


PLIST = st.recursive(
    st.booleans() | st.integers(-(1 << 40), 1 << 40) | st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FFF), max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["RuleName", "Criteria", "Header", "Expression", "Deletes", "ForwardRecipients", "TimeStamp", "AutoResponseType", "x"]), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PLIST)
def test_no_property_list_raises(value):
    read_apple(plistlib.dumps(value, fmt=plistlib.FMT_BINARY), name="x", active_state=plistlib.dumps(value))

"""Exports of password stores: told by content, read in memory, damage counted row by row, nothing left behind."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentwatch.adapters.password_exports import read_export, read_export_file, reading, rows
from sentwatch.core.password_store import (
    ENCRYPTED,
    EXPORT_UNREADABLE,
    NO_EXPORT,
    NOT_THERE,
    NOTHING_READ,
    TOO_LARGE,
    StoredLogin,
    StoreForm,
)
from sentwatch.core.trouble import Trouble
from support.canaries import Canaries

SECRET = 'canary, "quoted" パス 1'
FIRST = {"site": "https://shop.example/login", "username": "hana@example.com", "password": SECRET}

CHROME = f"""name,url,username,password,note
shop.example,https://shop.example/login,hana@example.com,"{SECRET.replace('"', '""')}",
,https://empty.example/,,,
"""
FIREFOX = f""""url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed","timePasswordChanged"
"https://shop.example/login","hana@example.com","{SECRET.replace('"', '""')}",,"https://shop.example","{{a}}","1","2","3"
"""
SAFARI = f"""Title,URL,Username,Password,Notes,OTPAuth
Shop,https://shop.example/login,hana@example.com,"{SECRET.replace('"', '""')}","two
lines",otpauth://totp/Shop:hana?secret=JBSWY3DPEHPK3PXP
"""
BITWARDEN_CSV = f"""folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp
,,login,Shop,,,0,https://shop.example/login,hana@example.com,"{SECRET.replace('"', '""')}",JBSWY3DPEHPK3PXP
,,note,Note,some text,,0,,,,
"""
ONE_PASSWORD_CSV = f"""Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes
Shop,https://shop.example/login,hana@example.com,"{SECRET.replace('"', '""')}",,false,false,,
"""
KEEPASS_CSV = """"Account","Login Name","Password","Web Site","Comments"
"Shop","hana@example.com","canary, \\"quoted\\" パス 1","https://shop.example/login",""
"""
KEEPASSXC_CSV = f""""Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"
"Root","Shop","hana@example.com","{SECRET.replace('"', '""')}","https://shop.example/login","","","0","",""
"""
BITWARDEN_JSON = json.dumps(
    {
        "encrypted": False,
        "folders": [],
        "items": [
            {
                "type": 1,
                "name": "Shop",
                "login": {
                    "uris": [{"match": None, "uri": FIRST["site"]}],
                    "username": FIRST["username"],
                    "password": SECRET,
                    "totp": None,
                },
            },
            {"type": 2, "name": "Note", "login": None},
            {"type": 1, "name": "Without password", "login": {"uris": None, "username": "x", "password": None}},
        ],
    }
)
KEEPASS_XML = f"""<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<KeePassFile><Meta><Generator>KeePass</Generator></Meta><Root><Group><Name>General</Name>
<Entry><String><Key>Title</Key><Value>Shop</Value></String>
<String><Key>UserName</Key><Value>hana@example.com</Value></String>
<String><Key>Password</Key><Value ProtectInMemory="True">{SECRET}</Value></String>
<String><Key>URL</Key><Value>https://shop.example/login</Value></String>
<History><Entry><String><Key>Title</Key><Value>Old</Value></String>
<String><Key>Password</Key><Value>old password</Value></String></Entry></History></Entry>
</Group></Root></KeePassFile>"""


def one_pux(*items, document="export.data"):
    vault = {"accounts": [{"attrs": {}, "vaults": [{"attrs": {}, "items": list(items)}]}]}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.attributes", "{}")
        archive.writestr(document, json.dumps(vault))
    return packed.getvalue()


def pux_item(password=SECRET, **details):
    return {
        "categoryUuid": "001",
        "overview": {"title": "Shop", "url": FIRST["site"]},
        "details": {
            "loginFields": [
                {"value": FIRST["username"], "designation": "username", "fieldType": "T"},
                {"value": password, "designation": "password", "fieldType": "P"},
            ],
            "sections": [{"title": "", "fields": [{"title": "otp", "value": {"totp": "JBSWY3DPEHPK3PXP"}}]}],
            **details,
        },
    }


SAMPLES = {
    StoreForm.CHROME: CHROME,
    StoreForm.FIREFOX: FIREFOX,
    StoreForm.SAFARI: SAFARI,
    StoreForm.BITWARDEN: BITWARDEN_CSV,
    StoreForm.ONE_PASSWORD: ONE_PASSWORD_CSV,
    StoreForm.KEEPASSXC: KEEPASSXC_CSV,
    StoreForm.KEEPASS: KEEPASS_XML,
}


def read(data):
    return read_export(data if isinstance(data, bytes) else data.encode(), name="export")


def why(data):
    with pytest.raises(Trouble) as caught:
        read(data)
    assert caught.value.kind is EXPORT_UNREADABLE
    assert caught.value.params["name"] == "export"
    assert caught.value.__cause__ is None
    return caught.value.params["reason"].text


def first_of(export):
    login = export.logins[0]
    return {"site": login.site, "username": login.username, "password": login.password}


@pytest.mark.parametrize("form", SAMPLES, ids=lambda form: form.value)
def test_each_program_is_told_by_its_content(form):
    export = read(SAMPLES[form])
    assert export.form is form
    assert export.damaged == 0
    assert first_of(export) == FIRST
    assert Canaries(password=SECRET).in_text(repr(export) + repr(export.logins)) == []


def test_bitwarden_json():
    export = read(BITWARDEN_JSON)
    assert (export.form, len(export.logins), export.damaged) == (StoreForm.BITWARDEN, 2, 0)
    assert first_of(export) == FIRST


def test_keepass_csv_with_its_own_escapes():
    export = read(KEEPASS_CSV)
    assert export.form is StoreForm.KEEPASS
    assert first_of(export) == FIRST


def test_one_password_archive():
    export = read(one_pux(pux_item(), {"item": pux_item()}))
    assert (export.form, len(export.logins)) == (StoreForm.ONE_PASSWORD, 2)
    assert first_of(export) == FIRST
    assert export.logins[0].one_time == "JBSWY3DPEHPK3PXP"


def test_one_time_fields_come_along():
    assert read(SAFARI).logins[0].one_time.startswith("otpauth://")
    assert read(BITWARDEN_CSV).logins[0].one_time == "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_spreadsheet_may_have_saved_it_again(encoding):
    assert first_of(read(CHROME.encode(encoding))) == FIRST


def test_damage_costs_its_row_only():
    short = CHROME + "just one field\n" + 'x,https://b.example,u,"pass 2",\n'
    export = read(short)
    assert (len(export.logins), export.damaged) == (3, 1)
    items = json.loads(BITWARDEN_JSON)
    items["items"] += [{"type": "login"}, 7, None, {"type": 1, "login": {"password": "x" * 5000}}]
    export = read(json.dumps(items))
    assert (len(export.logins), export.damaged) == (2, 4)
    export = read(one_pux(pux_item(), {"overview": 3}, "nonsense", pux_item(password=7)))
    assert (len(export.logins), export.damaged) == (2, 2)
    cut = KEEPASS_XML.replace("</Root></KeePassFile>", "<Group><broken")
    export = read(cut)
    assert (len(export.logins), export.damaged) == (1, 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", NO_EXPORT),
        ("a,b,c\n1,2,3\n", NO_EXPORT),
        ("name,url,username,password\n", NO_EXPORT),
        ("name,url,username,password\nonly\n", NOTHING_READ),
        ("{", NO_EXPORT),
        ("[]", NO_EXPORT),
        ('{"items": 5}', NO_EXPORT),
        ('{"encrypted": true, "data": "2.abc"}', ENCRYPTED),
        ('{"encrypted": true, "passwordProtected": true, "items": []}', ENCRYPTED),
        ("[" * 100_000, NO_EXPORT),
        ('{"items":' + "[" * 100_000, NO_EXPORT),
        (b"PK\x03\x04 no archive", NO_EXPORT),
        (one_pux(pux_item(), document="other.json"), NO_EXPORT),
        (b"\x00" * 3000, NO_EXPORT),
        (b"\xff\xfe\x00", NO_EXPORT),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><KeePassFile>&a;</KeePassFile>', NO_EXPORT),
        ("<KeePassFile>" + "<Group>" * 5000, NO_EXPORT),
    ],
)
def test_what_is_no_export(data, reason):
    assert why(data) == reason


def test_an_xml_bomb_does_not_grow():
    layers = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE KeePassFile [<!ENTITY l0 "x">{layers}]><KeePassFile>&l9;</KeePassFile>'
    tracemalloc.start()
    assert why(bomb) == NO_EXPORT
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_zip_bomb_is_cut_off(monkeypatch):
    monkeypatch.setattr("sentwatch.adapters.password_exports.one_password_zip.MAX_DOCUMENT", 10_000)
    assert why(one_pux(*(pux_item() for _ in range(100)))) == TOO_LARGE


def test_caps(monkeypatch):
    monkeypatch.setattr(rows, "MAX_LOGINS", 2)
    export = read(CHROME + "x,https://b.example,u,p,\n" * 5)
    assert (len(export.logins), export.is_cut) == (2, True)
    monkeypatch.setattr(reading, "MAX_EXPORT", 50)
    assert why(CHROME) == TOO_LARGE


def test_files(tmp_path):
    path = tmp_path / "passwords.csv"
    path.write_text(CHROME, encoding="utf-8")
    before = path.read_bytes()
    assert first_of(read_export_file(path)) == FIRST
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["passwords.csv"]
    for missing in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(Trouble) as caught:
            read_export_file(missing)
        assert caught.value.params["reason"].text == NOT_THERE


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"{", b"<KeePassFile>", b"url,username,password\n"])
)
def test_no_bytes_break_the_readers(data, start):
    export = None
    with suppress(Trouble):
        export = read_export(start + data, name="x")
    assert export is None or all(isinstance(login, StoredLogin) for login in export.logins)

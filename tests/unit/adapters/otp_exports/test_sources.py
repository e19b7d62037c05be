"""Sources of authenticator entries: pictures, addresses and exports, plain and sealed, told by content."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from sentwatch.adapters.otp_exports import OtpSources
from sentwatch.adapters.qr import make_qr_png
from sentwatch.adapters.sealed import MAX_MEMORY, TooCostly, argon2id_key, pbkdf2_key, scrypt_key
from sentwatch.adapters.secretstream import open_message
from sentwatch.core.otp.entries import Odd, OtpKind
from sentwatch.core.otp.facts import OtpSourceForm
from sentwatch.core.otp.troubles import (
    COSTLY,
    DAMAGED,
    EMPTY,
    ENCRYPTED_ELSEWHERE,
    FOREIGN,
    NO_PASSWORD_SLOT,
    NO_QR,
    NOT_THERE,
    OTP_PASSWORD_NEEDED,
    OTP_PASSWORD_WRONG,
    OTP_SOURCE_UNREADABLE,
    PICTURE_DAMAGED,
    QR_OF_SOMETHING_ELSE,
    TOO_LARGE,
)
from sentwatch.core.trouble import Trouble
from support.canaries import Canaries

PASSWORD = "canary export password"
TEXT_SECRET = "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ"
SECRET = base64.b32decode(TEXT_SECRET)
URI = f"otpauth://totp/Mail:hana?secret={TEXT_SECRET}&issuer=Mail"
PAGE = (
    "otpauth-migration://offline?data="
    "CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZSABKAEwAhABGAMgACjr4JKK%2B%2F%2F%2F%2F%2F8B"
)
ENTRY = {
    "type": "totp",
    "name": "hana",
    "issuer": "Mail",
    "info": {"secret": TEXT_SECRET, "algo": "SHA1", "digits": 6, "period": 30},
}
COUNTED = {
    "type": "hotp",
    "name": "x",
    "issuer": "Bank",
    "info": {"secret": TEXT_SECRET, "algo": "SHA256", "counter": 7},
}
# Sealed with libsodium itself (crypto_pwhash Argon2id 2 passes over 8 MiB, crypto_secretstream, tag FINAL).
ENTE_SEALED = {
    "version": 1,
    "kdfParams": {"memLimit": 8388608, "opsLimit": 2, "salt": "AAECAwQFBgcICQoLDA0ODw=="},
    "encryptedData": (
        "+uMfCxbd9k3D4Z/asUARGH0tLxvpkUjlDL26b3VYUPS5XewOoN8TewT1lA7eT8Tp/P9tUMX9R7PY21EhtdT/N+wyTc0fxXdUsNKb1g3uB+5y"
        "3ibB/KZziJA1YqMBZMl5cRzLrsM1SwCdYGvxV6sK5DQ2oRf0p8f7e2BzxPtDkrJMOY8tKMkMhLRJ/NDrrLxWlvqSbWoh8tqgoOUtz2/+Ba+G"
        "nxzNDdfxLt/iYB4bICUfhG640jkNMOvOgsv0pg=="
    ),
    "encryptionNonce": "b7inpRYbOjcV7/d2xUWbFWj7NoCMiwcC",
}
ENTE_PASSWORD = "canary-ente-pass"


def aegis(*entries):
    return {"version": 1, "header": {"slots": None, "params": None}, "db": {"version": 3, "entries": list(entries)}}


def sealed(key, plain):
    nonce = os.urandom(12)
    whole = AESGCM(key).encrypt(nonce, plain, None)
    return whole[:-16], whole[-16:], nonce


def sealed_aegis(*entries, n=1024, slot_type=1):
    """As docs/vault.md of Aegis describes it, written here with the primitives themselves."""
    salt, master = os.urandom(32), os.urandom(32)
    key = (
        hashlib.scrypt(PASSWORD.encode(), salt=salt, n=n, r=8, p=1, dklen=32, maxmem=2**27) if n < 2**17 else bytes(32)
    )
    wrapped, tag, nonce = sealed(key, master)
    body, body_tag, body_nonce = sealed(master, json.dumps({"version": 3, "entries": list(entries)}).encode())
    return {
        "version": 1,
        "header": {
            "slots": [
                {"type": 2, "uuid": "b", "key": "00" * 32, "key_params": {"nonce": "00" * 12, "tag": "00" * 16}},
                {
                    "type": slot_type,
                    "uuid": "p",
                    "key": wrapped.hex(),
                    "key_params": {"nonce": nonce.hex(), "tag": tag.hex()},
                    "n": n,
                    "r": 8,
                    "p": 1,
                    "salt": salt.hex(),
                    "repaired": True,
                },
            ],
            "params": {"nonce": body_nonce.hex(), "tag": body_tag.hex()},
        },
        "db": base64.b64encode(body).decode(),
    }


SERVICE = {
    "name": "Mail",
    "secret": TEXT_SECRET,
    "otp": {"account": "hana", "issuer": "Mail", "digits": 6, "period": 30, "algorithm": "SHA1", "tokenType": "TOTP"},
}


def two_fas(*services, **more):
    return {"services": list(services), "groups": [], "schemaVersion": 4, "appOrigin": "android", **more}


def sealed_two_fas(*services):
    salt = os.urandom(256)
    key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, 10_000, 32)
    body, tag, nonce = sealed(key, json.dumps(list(services)).encode())
    parts = (base64.b64encode(part).decode() for part in (body + tag, salt, nonce))
    return two_fas(servicesEncrypted=":".join(parts), reference="x:y:z")


ROW = {
    "secret": TEXT_SECRET + "======",
    "issuer": "Mail",
    "label": "hana",
    "digits": 6,
    "type": "TOTP",
    "algorithm": "SHA1",
    "period": 30,
}


def sealed_andotp(*, old=False, iterations=150_000):
    plain = json.dumps([ROW]).encode()
    if old:
        body, tag, nonce = sealed(hashlib.sha256(PASSWORD.encode()).digest(), plain)
        return nonce + body + tag
    salt = os.urandom(12)
    body, tag, nonce = sealed(hashlib.pbkdf2_hmac("sha1", PASSWORD.encode(), salt, iterations, 32), plain)
    return iterations.to_bytes(4, "big") + salt + nonce + body + tag


def read(data, *, name="export", password=None):
    if not isinstance(data, bytes):
        data = (data if isinstance(data, str) else json.dumps(data)).encode()
    return OtpSources().read(data, name=name, password=password)


def trouble(data, **more):
    with pytest.raises(Trouble) as caught:
        read(data, **more)
    assert caught.value.__cause__ is None
    return caught.value


def why(data, **more):
    found = trouble(data, **more)
    assert found.kind is OTP_SOURCE_UNREADABLE
    return found.params["reason"].text


def is_the_entry(entry):
    return (entry.issuer, entry.account, entry.secret, entry.odd) == ("Mail", "hana", SECRET, ())


@pytest.mark.parametrize(
    ("data", "form", "more"),
    [
        (URI, OtpSourceForm.URIS, {}),
        (f"\ufeff# my codes\n{URI}\n\n", OtpSourceForm.URIS, {}),
        (URI.encode("utf-16"), OtpSourceForm.URIS, {}),
        (URI + "&codeDisplay=%7B%22pinned%22%3Afalse%7D\n", OtpSourceForm.ENTE, {}),
        (make_qr_png(URI), OtpSourceForm.PICTURE, {}),
        (aegis(ENTRY), OtpSourceForm.AEGIS, {}),
        (sealed_aegis(ENTRY), OtpSourceForm.AEGIS, {"password": PASSWORD}),
        (two_fas(SERVICE), OtpSourceForm.TWO_FAS, {}),
        (sealed_two_fas(SERVICE), OtpSourceForm.TWO_FAS, {"password": PASSWORD}),
        (ENTE_SEALED, OtpSourceForm.ENTE, {"password": ENTE_PASSWORD}),
        ([ROW], OtpSourceForm.ANDOTP, {}),
        ([{**ROW, "issuer": None, "label": "Mail:hana"}], OtpSourceForm.ANDOTP, {}),
        (sealed_andotp(), OtpSourceForm.ANDOTP, {"password": PASSWORD}),
        (sealed_andotp(old=True), OtpSourceForm.ANDOTP, {"password": PASSWORD, "name": "otp_accounts.json.aes"}),
        (
            {"encrypted": False, "items": [{"type": 1, "name": "Mail", "login": {"username": "hana", "totp": URI}}]},
            OtpSourceForm.BITWARDEN,
            {},
        ),
        (
            {"items": [{"type": 1, "name": "Mail", "login": {"username": "hana", "totp": TEXT_SECRET.lower()}}]},
            OtpSourceForm.BITWARDEN,
            {},
        ),
        (
            f"Title,URL,Username,Password,Notes,OTPAuth\nMail,https://m.example,hana,p,,{URI}\n",
            OtpSourceForm.PASSWORD_STORE,
            {},
        ),
    ],
)
def test_each_source_is_told_by_its_content(data, form, more):
    source = read(data, **more)
    assert (source.form, source.damaged, source.missing_pages) == (form, 0, 0)
    entry = source.entries[0]
    if entry.label_issuer == "Mail" and not entry.issuer:
        assert entry.account == "hana"
    else:
        assert is_the_entry(entry)
    assert source.is_encrypted is ("password" in more)
    assert Canaries(seed=SECRET, text=TEXT_SECRET, password=PASSWORD).in_text(repr(source)) == []


def test_other_kinds_of_entries():
    entries = read(aegis(COUNTED, {**ENTRY, "type": "steam"}, {**ENTRY, "type": "yandex"})).entries
    assert [(entry.kind, entry.counter) for entry in entries] == [
        (OtpKind.HOTP, 7),
        (OtpKind.STEAM, None),
        (OtpKind.OTHER, None),
    ]
    steam = read({"items": [{"type": 1, "name": "S", "login": {"totp": f"steam://{TEXT_SECRET}"}}]}).entries[0]
    assert (steam.kind, steam.digits) == (OtpKind.STEAM, 5)
    no_secret = read(two_fas({**SERVICE, "secret": ""})).entries[0]
    assert no_secret.odd == (Odd.SECRET_MISSING,)


def test_pages_of_google_in_text_and_pictures():
    source = read(PAGE + "\n" + PAGE)
    assert (len(source.entries), source.missing_pages) == (1, 2)
    assert read(make_qr_png(PAGE)).missing_pages == 2


def test_damage_costs_its_row_only():
    assert read(aegis(ENTRY, 5, {"type": 1}, ENTRY)).damaged == 2
    assert read(two_fas(SERVICE, None)).damaged == 1
    assert read([ROW, "x", {"label": "no secret"}]).damaged == 2
    assert read(URI + "\notpauth-migration://offline?data=%%%\n").damaged == 1


@pytest.mark.parametrize(
    ("data", "more"),
    [
        (sealed_aegis(ENTRY), {}),
        (sealed_two_fas(SERVICE), {}),
        (ENTE_SEALED, {}),
        (sealed_andotp(), {}),
        (sealed_andotp(old=True), {"name": "backup.json.aes"}),
        ((9_999_999).to_bytes(4, "big") + bytes(60), {"name": "backup.json.aes"}),
    ],
)
def test_a_sealed_export_asks_for_its_password_and_tells_a_wrong_one(data, more):
    assert trouble(data, **more).kind is OTP_PASSWORD_NEEDED
    wrong = trouble(data, password="another password", **more)
    assert wrong.kind is OTP_PASSWORD_WRONG
    assert "another password" not in repr(wrong) + repr(wrong.params)


@pytest.mark.parametrize(
    ("data", "more", "reason"),
    [
        (b"", {}, EMPTY),
        (b" \n ", {}, EMPTY),
        ("just text", {}, FOREIGN),
        (bytes(range(256)) * 4, {}, FOREIGN),
        (b"\x00" * 10, {"name": "short.aes"}, FOREIGN),
        ("{", {}, DAMAGED),
        ("[" * 100_000, {}, DAMAGED),
        ("{}", {}, FOREIGN),
        ('{"db": 1, "header": 2}', {}, DAMAGED),
        (aegis() | {"db": {"entries": 5}}, {}, DAMAGED),
        ({"schemaVersion": "x", "services": []}, {}, DAMAGED),
        (two_fas(servicesEncrypted="only one part"), {"password": "x"}, DAMAGED),
        (two_fas(servicesEncrypted="%:%:%"), {"password": "x"}, DAMAGED),
        ({"encrypted": True, "data": "2.x"}, {}, ENCRYPTED_ELSEWHERE),
        (sealed_aegis(ENTRY, slot_type=2), {"password": PASSWORD}, NO_PASSWORD_SLOT),
        (sealed_aegis(ENTRY, n=2**24), {"password": PASSWORD}, COSTLY),
        (
            ENTE_SEALED | {"kdfParams": {"memLimit": 2**40, "opsLimit": 2, "salt": "AAECAwQFBgcICQoLDA0ODw=="}},
            {"password": "x"},
            COSTLY,
        ),
        (
            ENTE_SEALED | {"kdfParams": {"memLimit": 2**23, "opsLimit": 10**9, "salt": "AAECAwQFBgcICQoLDA0ODw=="}},
            {"password": "x"},
            COSTLY,
        ),
        (make_qr_png("https://shop.example/menu"), {}, QR_OF_SOMETHING_ELSE),
        (b"\x89PNG\r\n\x1a\n broken", {}, PICTURE_DAMAGED),
    ],
)
def test_what_cannot_be_used_is_said_in_words(data, more, reason):
    assert why(data, **more) == reason


def test_too_large(monkeypatch):
    monkeypatch.setattr("sentwatch.adapters.otp_exports.reading.MAX_SOURCE", 10)
    assert why(URI) == TOO_LARGE


def test_files(tmp_path):
    path = tmp_path / "codes.txt"
    path.write_text(URI)
    assert is_the_entry(OtpSources().read_file(path).entries[0])
    with pytest.raises(Trouble) as caught:
        OtpSources().read_file(tmp_path / "absent")
    assert caught.value.params["reason"].text == NOT_THERE


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"{", b"[", b"otpauth://totp/", b"BM", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]),
)
def test_no_bytes_break_the_readers(data, start):
    with suppress(Trouble):
        assert read(start + data).form in OtpSourceForm


def test_keys_have_a_price_limit():
    salt = bytes(16)
    for costly in (
        lambda: scrypt_key("x", salt=salt, n=2**22, r=8, p=1),
        lambda: scrypt_key("x", salt=salt, n=1000, r=8, p=1),
        lambda: scrypt_key("x", salt=salt, n=1024, r=0, p=1),
        lambda: pbkdf2_key("x", salt=salt, iterations=10**8, hash_name="sha256"),
        lambda: pbkdf2_key("x", salt=salt, iterations=0, hash_name="sha256"),
        lambda: argon2id_key("x", salt=salt, memory=MAX_MEMORY * 2, passes=1),
        lambda: argon2id_key("x", salt=b"short", memory=2**20, passes=1),
        lambda: argon2id_key("x", salt=salt, memory=0, passes=1),
    ):
        with pytest.raises(TooCostly):
            costly()


def test_a_changed_byte_anywhere_closes_the_stream():
    key, header = bytes(range(32)), bytes(range(24))
    for length in (0, 16, 17, 18, 100):
        assert open_message(bytes(length), header=header, key=key) is None
    assert open_message(bytes(40), header=header[:-1], key=key) is None
    assert open_message(bytes(40), header=header, key=key[:-1]) is None


def test_a_picture_without_a_code():
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    assert why(out.getvalue()) == NO_QR

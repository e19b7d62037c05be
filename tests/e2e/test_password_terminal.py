"""`sentwatch password` and `sentwatch mfa` as started programs: what they answer, and that no secret is left anywhere."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.qr import make_qr_png
from sentwatch.core.otp.codes import code_at
from sentwatch.core.otp.uri import read_uri
from sentwatch.core.passwords import Password
from support import terminal_session
from support.canaries import Canaries

pytest.importorskip("pty", reason="a terminal of its own")

PASSWORD = "Sakura.2024!"
SEED = "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ"
URI = f"otpauth://totp/Mail:hana?secret={SEED}&issuer=Mail"
CANARIES = Canaries(password=PASSWORD, digest=Password(PASSWORD).sha1, seed=base64.b32decode(SEED), text=SEED)
START = """
import sys
from sentwatch.cli.main import main, sentwatch
from sentwatch.cli.mfa import mfa
from sentwatch.cli.password import password
sentwatch.add_command(mfa)
sentwatch.add_command(password)
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder of its own; whatever is written lands in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    return folder


def run(command, *arguments, stdin=b""):
    return subprocess.run(
        [sys.executable, "-c", START, command, *map(str, arguments)], input=stdin, capture_output=True, check=False
    )


def findings(done):
    return {f["code"]: f for f in json.loads(done.stdout)["reports"][0]["findings"]}


def test_a_piped_password(home):
    with CANARIES.watching_processes() as seen:
        done = run("password", "--account-address", "hana@gmail.com", "--json", stdin=PASSWORD.encode() + b"\n")
    assert done.returncode == 1
    assert "password.common" in findings(done)
    assert json.loads(done.stdout)["reports"][0]["account"] == "hana@gmail.com"
    assert seen == []
    assert CANARIES.in_bytes(done.stdout + done.stderr) == []
    assert CANARIES.in_files(home) == []
    assert list(home.rglob("*")) == []


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_line_end_is_no_part_of_the_password(home, end):
    assert run("password", "--json", stdin=b"walnut-gazebo-minuet-haiku-tundra" + end).returncode == 0
    spaced = run("password", "--json", stdin=b"walnut-gazebo-minuet-haiku-tundra " + end)
    assert set(findings(spaced)) == {"password.outer-space"}


@pytest.mark.parametrize(("lang", "words"), [("en", "shorter than 15"), ("ja", "15 文字より短く")])
def test_both_languages(home, lang, words):
    done = run("password", "--lang", lang, stdin="さくら".encode())
    assert words in done.stdout.decode()
    assert done.returncode == 1


@pytest.mark.parametrize("stdin", [b"\xff\xfe\xfa", b"x" * 100_000])
def test_no_text_is_a_usage_error(home, stdin):
    done = run("password", "--json", stdin=stdin)
    assert (done.returncode, done.stdout) == (2, b"")


def test_nothing_entered_is_not_checked(home):
    done = run("password", "--json")
    assert done.returncode == 3
    assert {check["outcome"] for check in json.loads(done.stdout)["reports"][0]["checks"]} == {"not-checked"}


def test_list_and_store(home, tmp_path):
    leaked = tmp_path / "leaked.txt"
    leaked.write_text(f"{Password(PASSWORD).sha1}:7\n")
    store = tmp_path / "Chrome Passwords.csv"
    store.write_text(
        f"name,url,username,password\nShop,https://shop.example/,hana@gmail.com,{PASSWORD}\nx,https://x.example/,a,{PASSWORD}1\nbroken\n"
    )
    arguments = ("--account-address", "hana@gmail.com", "--breach-list", leaked, "--export", store)
    done = run("password", *arguments, "--json", stdin=PASSWORD.encode())
    assert done.returncode == 1
    assert {"password.breached", "password.reused", "password.resembles", "password.resets-others"} <= set(
        findings(done)
    )
    assert json.loads(done.stdout)["logins"] == {
        "same": [{"name": "Shop", "site": "shop.example", "username": "hana@gmail.com"}],
        "similar": [{"name": "x", "site": "x.example", "username": "a"}],
        "resets_here": [{"name": "Shop", "site": "shop.example", "username": "hana@gmail.com"}],
    }
    assert b"1 entry could not be read" in done.stderr
    text = run("password", *arguments, stdin=PASSWORD.encode())
    assert "shop.example (hana@gmail.com)" in text.stdout.decode()
    assert CANARIES.in_bytes(done.stdout + done.stderr + text.stdout + text.stderr) == []
    assert CANARIES.in_files(home) == []


def test_what_cannot_be_used_is_said(home, tmp_path):
    absent = run("password", "--export", tmp_path / "absent.csv", stdin=b"x")
    assert (absent.returncode, b"could not be opened" in absent.stderr) == (2, True)
    broken = run("password", "--breach-list", tmp_path / "absent.txt", "--json", stdin=b"walnut-gazebo-minuet-haiku")
    assert broken.returncode == 3


def at_a_terminal(command, *arguments, typed):
    return terminal_session.at_a_terminal([sys.executable, "-c", START, command, *map(str, arguments)], typed=typed)


def test_at_a_terminal_nothing_is_echoed(home):
    code, shown = at_a_terminal("password", typed=[PASSWORD])
    assert code == 1
    assert b"password.guessable" in shown or b"password.common" in shown
    assert CANARIES.in_bytes(shown) == []
    code, shown = at_a_terminal("mfa", typed=[URI])
    assert code == 0
    assert CANARIES.in_bytes(shown) == []


@pytest.mark.parametrize("argument", [["-"], []])
def test_mfa_from_standard_input(home, argument):
    with CANARIES.watching_processes() as seen:
        done = run("mfa", *argument, "--json", stdin=URI.encode())
    assert (done.returncode, findings(done)) == (0, {})
    assert seen == []
    assert CANARIES.in_bytes(done.stdout + done.stderr) == []
    assert list(home.rglob("*")) == []


def test_mfa_from_a_picture_and_an_export(home, tmp_path):
    picture = tmp_path / "code.png"
    picture.write_bytes(make_qr_png(URI.replace(SEED, "JBSWY3DPEHPK3PXP")))
    done = run("mfa", picture, "--json")
    assert done.returncode == 1
    assert set(findings(done)) == {"mfa.secret-known", "mfa.secret-short", "mfa.export-readable"}
    japanese = run("mfa", picture, "--lang", "ja")
    assert "秘密鍵" in japanese.stdout.decode()


def test_the_code_of_a_phone_is_compared(home, tmp_path):
    picture = tmp_path / "code.png"
    picture.write_bytes(make_qr_png(URI))
    entry = read_uri(URI)
    right = run("mfa", picture, "--compare", "hana", "--json", stdin=code_at(entry, datetime.now(UTC)).encode() + b"\n")
    assert set(findings(right)) == {"mfa.export-readable"}
    hour_ago = code_at(entry, datetime.now(UTC) - timedelta(hours=1)).encode()
    behind = run("mfa", picture, "--compare", "hana", "--json", stdin=hour_ago + b"\n")
    assert set(findings(behind)) - {"mfa.export-readable"}
    other = run("mfa", picture, "--compare", "taro", stdin=b"123456\n")
    assert (other.returncode, b"Mail: hana" in other.stderr) == (2, True)
    assert CANARIES.in_bytes(right.stdout + behind.stdout + other.stderr) == []


SEALED = {
    "version": 1,
    "kdfParams": {"memLimit": 8388608, "opsLimit": 2, "salt": "AAECAwQFBgcICQoLDA0ODw=="},
    "encryptedData": (
        "+uMfCxbd9k3D4Z/asUARGH0tLxvpkUjlDL26b3VYUPS5XewOoN8TewT1lA7eT8Tp/P9tUMX9R7PY21EhtdT/N+wyTc0fxXdUsNKb1g3uB+5y"
        "3ibB/KZziJA1YqMBZMl5cRzLrsM1SwCdYGvxV6sK5DQ2oRf0p8f7e2BzxPtDkrJMOY8tKMkMhLRJ/NDrrLxWlvqSbWoh8tqgoOUtz2/+Ba+G"
        "nxzNDdfxLt/iYB4bICUfhG640jkNMOvOgsv0pg=="
    ),
    "encryptionNonce": "b7inpRYbOjcV7/d2xUWbFWj7NoCMiwcC",
}


def test_the_password_of_a_sealed_export_is_asked_for(home, tmp_path):
    export = tmp_path / "ente.json"
    export.write_text(json.dumps(SEALED))
    canaries = Canaries(seed=base64.b32decode(SEED), text=SEED, password="canary-ente-pass")
    with canaries.watching_processes() as seen:
        done = run("mfa", export, "--json", stdin=b"canary-ente-pass\n")
    assert (done.returncode, set(findings(done))) == (1, {"mfa.secret-known"})
    wrong = run("mfa", export, "--json", stdin=b"another\n")
    assert (wrong.returncode, b"does not open" in wrong.stderr) == (3, True)
    none = run("mfa", export, "--json")
    assert (none.returncode, b"encrypted" in none.stderr) == (3, True)
    code, shown = at_a_terminal("mfa", export, typed=["canary-ente-pass"])
    assert (code, b"mfa.secret-known" in shown) == (1, True)
    assert seen == []
    assert canaries.in_bytes(done.stdout + done.stderr + shown) == []
    assert canaries.in_files(home) == []


def test_mfa_of_what_is_no_source(home, tmp_path):
    assert run("mfa", tmp_path / "absent.png").returncode == 3
    assert run("mfa", "-", stdin=b"just text").returncode == 3
    assert run("mfa", "--bogus").returncode == 2

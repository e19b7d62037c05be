"""The packaged services, and the user's own clients beside them."""

from __future__ import annotations

import json
import os
import sys

import pytest

from sentwatch.adapters.oauth_services import keep_client, oauth_services, packaged_services
from sentwatch.core.accounts import Account
from sentwatch.core.oauth import service_for
from sentwatch.core.trouble import SETTINGS_UNREADABLE, Trouble


def account(**values):
    return Account(**{"id": "a", "address": "a@example.com", "host": "imap.example.com", **values})


def test_no_client_of_anybody_is_packaged():
    assert packaged_services()
    for service in packaged_services():
        assert service.client_id is None
        assert service.client_secret is None
        for url in (service.authorize_url, service.token_url, service.device_url or "https://"):
            assert url.startswith("https://")


def test_found_by_provider_and_by_host():
    services = packaged_services()
    assert service_for(account(provider="gmail"), services).id == "google"
    assert service_for(account(provider="microsoft365"), services).id == "microsoft"
    assert service_for(account(host="imap.gmail.com"), services).id == "google"
    assert service_for(account(), services) is None


def test_an_own_client_is_kept_for_this_user_alone(tmp_path):
    folder = tmp_path / "settings"
    keep_client(folder, "google", client_id="own-id", client_secret="not-so-secret")
    keep_client(folder, "microsoft", client_id="other-id", client_secret=None)
    keep_client(folder, "google", client_id="newer-id", client_secret=None)
    found = {service.id: service for service in oauth_services(folder)}
    assert (found["google"].client_id, found["microsoft"].client_id) == ("newer-id", "other-id")
    assert found["google"].token_url == "https://oauth2.googleapis.com/token"
    assert "not-so-secret" not in repr(found)
    if sys.platform != "win32":
        assert os.stat(folder / "oauth.json").st_mode & 0o777 == 0o600


def test_an_office_adds_its_own_service(tmp_path):
    row = {
        "id": "office",
        "authorize_url": "https://id.example.com/auth",
        "token_url": "https://id.example.com/token",
        "scopes": ["mail"],
        "hosts": ["imap.example.com"],
        "client_id": "x",
    }
    (tmp_path / "oauth.json").write_text(json.dumps({"services": [row]}))
    assert service_for(account(), oauth_services(tmp_path)).id == "office"
    row["token_url"] = "http://id.example.com/token"
    (tmp_path / "oauth.json").write_text(json.dumps({"services": [row]}))
    assert service_for(account(), oauth_services(tmp_path)) is None


def test_a_file_cannot_move_a_packaged_service(tmp_path):
    rows = [{"id": "google", "token_url": "https://evil.example/token", "client_id": "x"}]
    (tmp_path / "oauth.json").write_text(json.dumps({"services": rows}))
    found = {service.id: service for service in oauth_services(tmp_path)}
    assert found["google"].token_url == "https://oauth2.googleapis.com/token"


def test_no_file_is_fine(tmp_path):
    assert oauth_services(tmp_path) == oauth_services(None) == packaged_services()


@pytest.mark.parametrize("text", [b"{", b'{"services": 5}', b'{"service": []}', b"\xff\xfe"])
def test_a_broken_file_is_said(tmp_path, text):
    (tmp_path / "oauth.json").write_bytes(text)
    with pytest.raises(Trouble) as caught:
        oauth_services(tmp_path)
    assert caught.value.kind is SETTINGS_UNREADABLE

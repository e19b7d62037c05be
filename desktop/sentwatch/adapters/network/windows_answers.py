"""Reads what Windows answers about its network: JSON of our scripts, and netsh's text in the user's language."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.facts import NotHere
from sentwatch.core.looks import DoesNotApply
from sentwatch.core.network import Link, Path, Portal, PortalFacts, RouterFacts, WifiFacts, WifiSecurity
from sentwatch.core.phrase import N_, phrase
from sentwatch.decoding import from_json

# IANA ifType: 23 PPP (the built-in VPN, and DSL lines), 131 tunnel, 53 "virtual" (Wintun: WireGuard and others).
_TYPE_PPP: Final = 23
_TYPE_TUNNEL: Final = 131
_TYPE_VIRTUAL: Final = 53
_TUNNEL_WORDS: Final = re.compile(
    r"\b(tap-windows|wintun|wireguard|openvpn|anyconnect|globalprotect|pangp|fortinet|fortissl|zscaler|nordlynx|"
    r"expressvpn|protonvpn|mullvad|sonicwall|check point|pulse secure|juniper|softether|ikev2|l2tp|sstp|pptp)\b",
    re.IGNORECASE,
)

# The line names of `netsh wlan show interfaces` by language: authentication, cipher, network name is SSID everywhere.
_AUTHENTICATION: Final = (
    "authentication",
    "認証",
    "authentifizierung",
    "authentification",
    "autenticación",
    "autenticazione",
    "autenticação",
    "身份验证",
    "인증",
)
_CIPHER: Final = (
    "cipher",
    "暗号",
    "暗号化",
    "verschlüsselung",
    "chiffrement",
    "cifrado",
    "crittografia",
    "criptografia",
    "密码",
    "암호",
)
_NO_CIPHER: Final = (
    "none",
    "なし",
    "keine",
    "aucun",
    "aucune",
    "ninguna",
    "ninguno",
    "nessuna",
    "nessuno",
    "nenhuma",
    "nenhum",
    "无",
    "없음",
)
_ENTERPRISE: Final = (
    "enterprise",
    "エンタープライズ",
    "unternehmen",
    "entreprise",
    "empresa",
    "azienda",
    "aziendale",
    "企业",
    "엔터프라이즈",
)


class _PathRow(msgspec.Struct):
    address: str = ""
    alias: str | None = None
    type: int = 0
    description: str | None = None


class _Paths(msgspec.Struct):
    paths: list[_PathRow] | None = None
    vpn: list[str] | None = None


class _Router(msgspec.Struct):
    gateways: list[str] | None = None
    servers: list[str] | None = None


class _Portal(msgspec.Struct):
    states: list[str] | None = None


def _no_answer() -> CouldNotLook:
    return CouldNotLook(phrase(N_("Windows did not answer this question.")))


def read_paths(raw: bytes) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Read the paths, and the names of Windows' own VPNs that are connected."""
    try:
        seen = from_json(raw, _Paths)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _no_answer() from None
    paths = tuple(
        Path(address=row.address, interface=(row.alias or "?")[:80], link=link_of(row.type, row.description or ""))
        for row in (seen.paths or [])[:20]
    )
    return paths, tuple(name[:80] for name in (seen.vpn or [])[:20])


def link_of(kind: int, description: str) -> Link:
    """Say what an interface is by its type and its driver's name."""
    if kind == _TYPE_TUNNEL or _TUNNEL_WORDS.search(description):
        return Link.TUNNEL
    # Virtual switches of Hyper-V are 6 (Ethernet); 53 is what Wintun and its like report.
    if kind == _TYPE_VIRTUAL:
        return Link.TUNNEL
    return Link.UNCLEAR if kind == _TYPE_PPP else Link.PLAIN


def read_router(raw: bytes) -> RouterFacts:
    """Read gateways and name servers."""
    try:
        seen = from_json(raw, _Router)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _no_answer() from None
    gateways = tuple(dict.fromkeys(seen.gateways or ()))[:4]
    if not gateways:
        raise CouldNotLook(phrase(N_("No gateway is in use: this computer is offline or behind a tunnel only.")))
    # Interfaces without servers of their own name three site-local addresses that Windows makes up.
    servers = [server for server in seen.servers or () if not server.lower().startswith("fec0:0:0:ffff")]
    return RouterFacts(gateways=gateways, name_servers=tuple(dict.fromkeys(servers))[:8])


def read_portal(raw: bytes) -> PortalFacts:
    """Read what Windows knows of the reach of its networks; a captive portal shows as local reach only."""
    try:
        seen = from_json(raw, _Portal)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _no_answer() from None
    states = set(seen.states or ())
    if "Internet" in states:
        return PortalFacts(state=Portal.NONE)
    if states & {"LocalNetwork", "Subnet"}:
        return PortalFacts(state=Portal.LIMITED)
    raise CouldNotLook(phrase(N_("The system does not tell whether such a page is in the way.")), is_expected=True)


def decode_console(raw: bytes, *, code_page: str) -> str:
    """Decode a console program's output: UTF-8 where it is that, else the console's code page."""
    for encoding in ("utf-8", code_page):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")


def read_netsh(text: str) -> WifiFacts:
    """Read `netsh wlan show interfaces` in whatever language it speaks.

    The words for the encryptions themselves (WPA2, WEP) are the same in all of them; only an open network needs the
    language's word for "none". Windows 11 24H2 and later answer only where location access is on.
    """
    fields: dict[str, str] = {}
    for line in text.splitlines()[:400]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    authentication = next((fields[name] for name in _AUTHENTICATION if name in fields), None)
    cipher = next((fields[name] for name in _CIPHER if name in fields), None)
    if "ssid" not in fields and authentication is None:
        if "ms-settings:privacy-location" in text or "WlanQueryInterface" in text:
            raise CouldNotLook(
                phrase(N_("Windows tells about the Wi-Fi only where location access is on.")), is_expected=True
            )
        raise NotHere(DoesNotApply(phrase(N_("No Wi-Fi is in use."))))
    return WifiFacts(name=fields.get("ssid", "")[:64], security=read_security(authentication or "", cipher or ""))


def read_security(authentication: str, cipher: str) -> WifiSecurity:
    """From the two words of a connection to its encryption; words we do not know are unknown and never open."""
    word = authentication.lower()
    if "wpa" in word and any(part in word for part in _ENTERPRISE):
        return WifiSecurity.ENTERPRISE
    for part, security in (
        ("wpa3", WifiSecurity.WPA3),
        ("wpa2", WifiSecurity.WPA2),
        ("wpa", WifiSecurity.WPA),
        ("owe", WifiSecurity.ENHANCED_OPEN),
    ):
        if part in word:
            return security
    if "wep" in cipher.lower() or "wep" in word:
        return WifiSecurity.WEP
    return WifiSecurity.OPEN if cipher.lower() in _NO_CIPHER else WifiSecurity.UNKNOWN

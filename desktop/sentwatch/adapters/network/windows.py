"""Looks at the network of a Windows computer through PowerShell and netsh, which only report."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sentwatch.adapters.commands import Commands, CouldNotLook
from sentwatch.adapters.device.windows import ask_powershell
from sentwatch.adapters.facts import fact
from sentwatch.adapters.network.windows_answers import decode_console, read_netsh, read_paths, read_portal, read_router
from sentwatch.core.network import PortalFacts, RouterFacts, Surroundings, TunnelFacts, WifiFacts
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

_ELSEWHERE: Final = ("192.0.2.1", "2001:db8::1")
MAX_ADDRESSES: Final = 8

# Find-NetRoute asks for the best route as GetBestRoute2 does; nothing is sent.
_PATHS: Final = (
    "$p=@(foreach($x in @({addresses})){{try{{"
    "$r=Find-NetRoute -RemoteIPAddress $x|?{{$_.DestinationPrefix}}|select -First 1;"
    "$a=Get-NetAdapter -InterfaceIndex $r.InterfaceIndex -IncludeHidden;"
    "@{{address=$x;alias=$a.Name;type=[int]$a.InterfaceType;description=$a.InterfaceDescription}}}}catch{{}}}});"
    "$v=@(try{{Get-VpnConnection|?{{$_.ConnectionStatus -eq 'Connected'}}|%{{$_.Name}}}}catch{{}});@{{paths=$p;vpn=$v}}"
)
_ROUTER: Final = (
    "$r=@(Get-NetRoute -DestinationPrefix '0.0.0.0/0','::/0' -ErrorAction SilentlyContinue|sort RouteMetric|"
    "%{$_.NextHop}|?{$_ -ne '0.0.0.0' -and $_ -ne '::'});"
    "$d=@(Get-DnsClientServerAddress|%{$_.ServerAddresses});@{gateways=$r;servers=$d}"
)
_PORTAL: Final = "@{states=@(Get-NetConnectionProfile|%{[string]$_.IPv4Connectivity})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowsNetwork:
    """A NetworkPort. `code_page` is that of netsh's output where it is not UTF-8; "oem" exists on Windows only."""

    commands: Commands = field(repr=False)
    code_page: str = "oem"

    def look(self, host: str, addresses: Sequence[str], *, cancel: CancelToken) -> Surroundings:
        """Look at each fact by itself."""
        return Surroundings(
            tunnel=fact(lambda: self._tunnel(host, addresses, cancel), cancel=cancel),
            wifi=fact(lambda: self._wifi(cancel), cancel=cancel),
            portal=fact(lambda: self._portal(cancel), cancel=cancel),
            router=fact(lambda: self._router(cancel), cancel=cancel),
        )

    def _tunnel(self, host: str, addresses: Sequence[str], cancel: CancelToken) -> TunnelFacts:
        # Only what reads as an address becomes part of the script.
        fit = [str(ipaddress.ip_address(text.partition("%")[0])) for text in addresses[:MAX_ADDRESSES] if _is_ip(text)]
        if not fit:
            raise CouldNotLook(phrase(N_("The name servers gave no address for {host}."), host=host))
        listed = ",".join(f"'{address}'" for address in (*fit, *_ELSEWHERE))
        paths, named = read_paths(ask_powershell(_PATHS.format(addresses=listed), self.commands, cancel=cancel))
        mail = tuple(path for path in paths if path.address in fit)
        if not mail:
            raise CouldNotLook(phrase(N_("This computer has no path to {host} at the moment."), host=host))
        others = tuple(path for path in paths if path.address not in fit)
        return TunnelFacts(host=host, paths=mail, others=others, named=named)

    def _wifi(self, cancel: CancelToken) -> WifiFacts:
        output = self.commands("netsh.exe", "wlan", "show", "interfaces", cancel=cancel)
        return read_netsh(decode_console(output.raw, code_page=self.code_page))

    def _portal(self, cancel: CancelToken) -> PortalFacts:
        return read_portal(ask_powershell(_PORTAL, self.commands, cancel=cancel))

    def _router(self, cancel: CancelToken) -> RouterFacts:
        return read_router(ask_powershell(_ROUTER, self.commands, cancel=cancel))


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True

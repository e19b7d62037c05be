"""The page about this computer and the network around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.ui.known import FindingRef
from sentwatch.ui.own_facts import DevicePageFacts, device_page_facts
from sentwatch.ui.pages.device.checks import DeviceChecks
from sentwatch.ui.pages.device.network import NetworkPart
from sentwatch.ui.pages.device.vpn import VpnPart
from sentwatch.ui.pages.page import PageContext, Telling
from sentwatch.ui.pages.parts import PartedPage, PartEntry
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.findings import area_page
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.widgets.finding_browser import FindingBrowser

CHECKS: Final = "checks"
NETWORK: Final = "network"
VPN: Final = "vpn"


class DevicePage(PartedPage[DevicePageFacts]):
    """What the system says of itself, what surrounds it, and whether a VPN would help."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context,
            "device",
            (
                PartEntry(name=CHECKS, title=N_("Checks"), build=DeviceChecks),
                PartEntry(name=NETWORK, title=N_("Network"), build=NetworkPart),
                PartEntry(name=VPN, title=N_("VPN"), build=VpnPart),
            ),
        )

    @property
    def browser(self) -> FindingBrowser:
        """The findings with their letters."""
        return self._checks.browser

    @property
    def _checks(self) -> DeviceChecks:
        made = self.part(CHECKS)
        assert isinstance(made, DeviceChecks)
        return made

    def read(self) -> Callable[[], DevicePageFacts]:
        """What reads the facts, for a working thread."""
        return partial(device_page_facts, self.app)

    def header(self, telling: Telling) -> HeaderView:
        """The sentence over the page."""
        return area_page(Area.DEVICE, telling.known, telling.words, now=telling.now).header

    def open_finding(self, ref: FindingRef) -> None:
        """Read a finding of this area."""
        self.when_told(partial(self._read_finding, ref))

    def _read_finding(self, ref: FindingRef) -> None:
        self.show_part(CHECKS)
        self.scroll_to(self._checks.open_finding(ref))

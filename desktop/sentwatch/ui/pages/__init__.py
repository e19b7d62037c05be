"""The pages of the window, in the order of the sidebar. A new one is a file and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sentwatch.core.phrase import N_
from sentwatch.ui.presenters.areas import AREA_TITLES, Area

if TYPE_CHECKING:
    from sentwatch.ui.pages.page import Page, PageContext


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A page before it is built: pages are built when they are first opened, so that the window appears at once."""

    name: str
    title: str
    icon: str
    build: Callable[[PageContext], Page]
    area: Area | None = None
    opens_group: bool = False


def _overview(context: PageContext) -> Page:
    from sentwatch.ui.pages.overview import OverviewPage

    return OverviewPage(context)


def _sending(context: PageContext) -> Page:
    from sentwatch.ui.pages.sending import SendingPage

    return SendingPage(context)


def _rules(context: PageContext) -> Page:
    from sentwatch.ui.pages.rules import RulesPage

    return RulesPage(context)


def _incident(context: PageContext) -> Page:
    from sentwatch.ui.pages.incident.page import IncidentPage

    return IncidentPage(context)


def _mail(context: PageContext) -> Page:
    from sentwatch.ui.pages.suspicious_mail import SuspiciousMailPage

    return SuspiciousMailPage(context)


def _sign_in(context: PageContext) -> Page:
    from sentwatch.ui.pages.sign_in.page import SignInPage

    return SignInPage(context)


def _domain(context: PageContext) -> Page:
    from sentwatch.ui.pages.domain.page import DomainPage

    return DomainPage(context)


def _device(context: PageContext) -> Page:
    from sentwatch.ui.pages.device.page import DevicePage

    return DevicePage(context)


def _checklist(context: PageContext) -> Page:
    from sentwatch.ui.pages.checklist import ChecklistPage

    return ChecklistPage(context)


def _accounts(context: PageContext) -> Page:
    from sentwatch.ui.pages.accounts import AccountsPage

    return AccountsPage(context)


def _settings(context: PageContext) -> Page:
    from sentwatch.ui.pages.settings import SettingsPage

    return SettingsPage(context)


PAGES: Final[tuple[PageEntry, ...]] = (
    PageEntry(name="overview", title=N_("Overview"), icon="overview", build=_overview),
    PageEntry(name="sending", title=AREA_TITLES[Area.SENDING], icon="sending", build=_sending, area=Area.SENDING),
    PageEntry(name="rules", title=AREA_TITLES[Area.RULES], icon="rules", build=_rules, area=Area.RULES),
    PageEntry(name="sign-in", title=AREA_TITLES[Area.SIGN_IN], icon="sign-in", build=_sign_in, area=Area.SIGN_IN),
    PageEntry(name="domain", title=AREA_TITLES[Area.DOMAIN], icon="domain", build=_domain, area=Area.DOMAIN),
    PageEntry(name="device", title=AREA_TITLES[Area.DEVICE], icon="device", build=_device, area=Area.DEVICE),
    PageEntry(name="checklist", title=N_("Checklist"), icon="checklist", build=_checklist, opens_group=True),
    PageEntry(name="incident", title=N_("Incidents"), icon="incident", build=_incident),
    PageEntry(name="mail", title=N_("Check a mail"), icon="suspicious", build=_mail),
    PageEntry(name="accounts", title=N_("Accounts"), icon="accounts", build=_accounts, opens_group=True),
    PageEntry(name="settings", title=N_("Settings"), icon="settings", build=_settings),
)

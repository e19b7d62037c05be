"""What the pages of a provider are for, in words: the names of the provider table are for programs."""

from __future__ import annotations

from typing import Final

from sentwatch.core.phrase import N_

PAGE_NAMES: Final = {
    "account": N_("Your account"),
    "activity": N_("Sign-ins and devices"),
    "admin": N_("Administrator's page"),
    "admin_console": N_("Administrator's page"),
    "admin_restricted": N_("Blocked senders (administrator)"),
    "app_passwords": N_("App passwords"),
    "checkup": N_("Security check"),
    "connected_apps": N_("Connected apps"),
    "delegates_sendas": N_("Delegates and sender addresses"),
    "filters": N_("Rules and filters"),
    "filters_forwarding": N_("Rules and forwarding"),
    "forwarding": N_("Forwarding"),
    "help": N_("Help"),
    "help_app_passwords": N_("Help on app passwords"),
    "help_hacked": N_("Help when somebody else is in"),
    "help_imap": N_("Help on IMAP"),
    "help_limits": N_("Help on sending limits"),
    "imap_enable": N_("Switching IMAP on or off"),
    "mail_activity": N_("Where the mailbox is open"),
    "mail_settings": N_("Mail settings"),
    "manager": N_("Control panel"),
    "panel": N_("Control panel"),
    "pop_imap": N_("POP and IMAP"),
    "password": N_("Change the password"),
    "recovery": N_("Recovery data"),
    "security": N_("Security page"),
    "settings": N_("Settings"),
    "two_step": N_("Two-step verification"),
    "webmail": N_("Mail on the web"),
}
"""Those a person is led to. The others (bridge, notes) are for setting up."""

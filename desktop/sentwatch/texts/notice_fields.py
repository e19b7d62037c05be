"""The facts that texts to copy can hold, as labels of a form, in the order in which people know them."""

from __future__ import annotations

from typing import Final

from sentwatch.core.phrase import N_

FIELD_LABELS: Final = {
    "name": N_("Your name"),
    "phone": N_("Telephone for questions"),
    "next_update": N_("When you will write again"),
    "verify_at": N_("Where they can check that this is from you"),
    "content_read": N_("Whether stored mail was read"),
    "personal_data": N_("Personal data concerned"),
    "way_in": N_("How they may have got in"),
    "attachments": N_("Attachments of these mails"),
    "links": N_("Where their links lead (write example[.]com)"),
    "subjects": N_("Subjects of these mails"),
    "rules": N_("Rules or settings that were changed"),
    "steps_done": N_("What was done so far"),
    "first_at": N_("First of these mails"),
    "last_at": N_("Last of these mails"),
    "messages": N_("How many mails, at least"),
    "recipients": N_("To how many addresses, about"),
    "message_ids": N_("Message-IDs of some"),
    "time_zone": N_("Time zone"),
    "aware_at": N_("When you noticed"),
    "provider": N_("Provider"),
    "address": N_("Mail address"),
    "address_unusable": N_("Mail address, written so that nobody can copy it"),
    "domain": N_("Domain"),
}

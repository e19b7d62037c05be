"""The words for what a rule does, in the four places of a sentence where an effect can stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.rules import EffectKind


@dataclass(frozen=True, slots=True)
class EffectWords:
    """Source texts of one effect. `only` stands alone, `first` begins, `then` goes on, `last` ends the sentence.

    Four, because other languages bend the verb by its place. `{mail}` is what the rule takes, `{to}` its targets,
    `{rest}` the rest of the sentence.
    """

    only: str
    first: str
    then: str
    last: str


EFFECT_WORDS: Final[dict[EffectKind, EffectWords]] = {
    EffectKind.FORWARD: EffectWords(
        N_("Forwards {mail} to {to}"),
        N_("Forwards {mail} to {to}{rest}"),
        N_(", forwards it to {to}{rest}"),
        N_(" and forwards it to {to}"),
    ),
    EffectKind.FORWARD_ATTACHED: EffectWords(
        N_("Forwards {mail} as an attachment to {to}"),
        N_("Forwards {mail} as an attachment to {to}{rest}"),
        N_(", forwards it as an attachment to {to}{rest}"),
        N_(" and forwards it as an attachment to {to}"),
    ),
    EffectKind.REDIRECT: EffectWords(
        N_("Redirects {mail} to {to}"),
        N_("Redirects {mail} to {to}{rest}"),
        N_(", redirects it to {to}{rest}"),
        N_(" and redirects it to {to}"),
    ),
    EffectKind.NO_COPY: EffectWords(
        N_("Keeps no copy of {mail}"),
        N_("Keeps no copy of {mail}{rest}"),
        N_(", keeps no copy{rest}"),
        N_(" and keeps no copy"),
    ),
    EffectKind.KEEP: EffectWords(
        N_("Leaves in the inbox {mail}"),
        N_("Leaves in the inbox {mail}{rest}"),
        N_(", leaves it in the inbox{rest}"),
        N_(" and leaves it in the inbox"),
    ),
    EffectKind.DELETE: EffectWords(
        N_("Deletes {mail}"),
        N_("Deletes {mail}{rest}"),
        N_(", deletes it{rest}"),
        N_(" and deletes it"),
    ),
    EffectKind.DISCARD: EffectWords(
        N_("Discards {mail}"),
        N_("Discards {mail}{rest}"),
        N_(", discards it{rest}"),
        N_(" and discards it"),
    ),
    EffectKind.MOVE: EffectWords(
        N_("Moves {mail} to {to}"),
        N_("Moves {mail} to {to}{rest}"),
        N_(", moves it to {to}{rest}"),
        N_(" and moves it to {to}"),
    ),
    EffectKind.COPY: EffectWords(
        N_("Copies {mail} to {to}"),
        N_("Copies {mail} to {to}{rest}"),
        N_(", copies it to {to}{rest}"),
        N_(" and copies it to {to}"),
    ),
    EffectKind.ARCHIVE: EffectWords(
        N_("Archives {mail} past the inbox"),
        N_("Archives {mail} past the inbox{rest}"),
        N_(", archives it past the inbox{rest}"),
        N_(" and archives it past the inbox"),
    ),
    EffectKind.JUNK: EffectWords(
        N_("Treats {mail} as junk"),
        N_("Treats {mail} as junk{rest}"),
        N_(", treats it as junk{rest}"),
        N_(" and treats it as junk"),
    ),
    EffectKind.NOT_JUNK: EffectWords(
        N_("Never treats {mail} as junk"),
        N_("Never treats {mail} as junk{rest}"),
        N_(", never treats it as junk{rest}"),
        N_(" and never treats it as junk"),
    ),
    EffectKind.MARK_READ: EffectWords(
        N_("Marks {mail} read"),
        N_("Marks {mail} read{rest}"),
        N_(", marks it read{rest}"),
        N_(" and marks it read"),
    ),
    EffectKind.MARK_UNREAD: EffectWords(
        N_("Marks {mail} unread"),
        N_("Marks {mail} unread{rest}"),
        N_(", marks it unread{rest}"),
        N_(" and marks it unread"),
    ),
    EffectKind.LABEL: EffectWords(
        N_("Labels {mail} with {to}"),
        N_("Labels {mail} with {to}{rest}"),
        N_(", labels it with {to}{rest}"),
        N_(" and labels it with {to}"),
    ),
    EffectKind.STOP: EffectWords(
        N_("Lets no further rule see {mail}"),
        N_("Lets no further rule see {mail}{rest}"),
        N_(", lets no further rule see it{rest}"),
        N_(" and lets no further rule see it"),
    ),
    EffectKind.REJECT: EffectWords(
        N_("Sends back to the sender {mail}"),
        N_("Sends back to the sender {mail}{rest}"),
        N_(", sends it back to the sender{rest}"),
        N_(" and sends it back to the sender"),
    ),
    EffectKind.REPLY: EffectWords(
        N_("Automatically answers {mail}"),
        N_("Automatically answers {mail}{rest}"),
        N_(", automatically answers it{rest}"),
        N_(" and automatically answers it"),
    ),
    EffectKind.NOTIFY: EffectWords(
        N_("Sends a notice of {mail} to {to}"),
        N_("Sends a notice of {mail} to {to}{rest}"),
        N_(", sends a notice of it to {to}{rest}"),
        N_(" and sends a notice of it to {to}"),
    ),
    EffectKind.REPORT: EffectWords(
        N_("Reports {mail} to {to}"),
        N_("Reports {mail} to {to}{rest}"),
        N_(", reports it to {to}{rest}"),
        N_(" and reports it to {to}"),
    ),
    EffectKind.RUN: EffectWords(
        N_("Runs {to} with {mail}"),
        N_("Runs {to} with {mail}{rest}"),
        N_(", runs {to} with it{rest}"),
        N_(" and runs {to} with it"),
    ),
    EffectKind.EDIT_HEADER: EffectWords(
        N_("Changes the header {to} of {mail}"),
        N_("Changes the header {to} of {mail}{rest}"),
        N_(", changes its header {to}{rest}"),
        N_(" and changes its header {to}"),
    ),
    EffectKind.CHANGE_CONTENT: EffectWords(
        N_("Changes the content of {mail}"),
        N_("Changes the content of {mail}{rest}"),
        N_(", changes its content{rest}"),
        N_(" and changes its content"),
    ),
    EffectKind.SNOOZE: EffectWords(
        N_("Puts {mail} aside until later"),
        N_("Puts {mail} aside until later{rest}"),
        N_(", puts it aside until later{rest}"),
        N_(" and puts it aside until later"),
    ),
    EffectKind.CALENDAR: EffectWords(
        N_("Enters invitations in {mail} into the calendar"),
        N_("Enters invitations in {mail} into the calendar{rest}"),
        N_(", enters its invitations into the calendar{rest}"),
        N_(" and enters its invitations into the calendar"),
    ),
    EffectKind.SHOW: EffectWords(
        N_("Points out {mail} on the screen"),
        N_("Points out {mail} on the screen{rest}"),
        N_(", points it out on the screen{rest}"),
        N_(" and points it out on the screen"),
    ),
    EffectKind.SEND_AS: EffectWords(
        N_("Lets this account send as {to}"),
        N_("Lets this account send as {to}{rest}"),
        N_(", lets this account send as {to}{rest}"),
        N_(" and lets this account send as {to}"),
    ),
    EffectKind.REPLY_TO: EffectWords(
        N_("Makes replies to this account's mail go to {to}"),
        N_("Makes replies to this account's mail go to {to}{rest}"),
        N_(", makes replies go to {to}{rest}"),
        N_(" and makes replies go to {to}"),
    ),
    EffectKind.GIVE_ACCESS: EffectWords(
        N_("Gives {to} access to this mailbox"),
        N_("Gives {to} access to this mailbox{rest}"),
        N_(", gives {to} access to this mailbox{rest}"),
        N_(" and gives {to} access to this mailbox"),
    ),
}
"""OTHER has none: what it does touches nobody's mail."""

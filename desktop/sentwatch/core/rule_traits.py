"""What several reasons ask about one rule, found out once."""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.core.folders import FolderRole
from sentwatch.core.rule_indicators import (
    BOUNCE_WORDS,
    COMPLAINT_WORDS,
    MONEY_WORDS,
    SECURITY_WORDS,
    folder_role,
    is_rare_folder,
    is_reply_mark,
    is_security_sender,
    same_folder,
    words_in,
)
from sentwatch.core.rule_match_all import WORDY, is_about_leftovers, is_match_all, is_narrowed
from sentwatch.core.rule_targets import Home, Targets, foreign_links, targets_of
from sentwatch.core.rules import Effect, EffectKind, Moment, Part, Rule, conditions_of

PASSING_ON = (EffectKind.FORWARD, EffectKind.FORWARD_ATTACHED, EffectKind.REDIRECT, EffectKind.REPORT)

_TOUCHING = (
    *PASSING_ON,
    EffectKind.NO_COPY,
    EffectKind.DELETE,
    EffectKind.DISCARD,
    EffectKind.MOVE,
    EffectKind.ARCHIVE,
    EffectKind.JUNK,
    EffectKind.MARK_READ,
    EffectKind.REJECT,
    EffectKind.NOTIFY,
    EffectKind.RUN,
    EffectKind.SNOOZE,
    EffectKind.CHANGE_CONTENT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """One rule, seen through the eyes of the indicators."""

    rule: Rule
    passed_on: Targets
    notified: Targets
    replies_to: Targets
    sends_as: Targets
    access: Targets
    links: tuple[str, ...]
    to_trash: bool
    to_junk: bool
    rare_folders: tuple[str, ...]
    is_opened: bool
    is_match_all: bool
    is_narrowed: bool
    is_about_leftovers: bool
    security_words: tuple[str, ...]
    bounce_words: tuple[str, ...]
    complaint_words: tuple[str, ...]
    money_words: tuple[str, ...]
    security_senders: tuple[str, ...]
    has_reply_mark: bool

    @property
    def deletes(self) -> bool:
        """Whether mail ends in the trash or is gone."""
        return self.rule.has(EffectKind.DELETE, EffectKind.DISCARD) or self.to_trash

    @property
    def hides(self) -> bool:
        """Whether mail goes where people hardly ever look."""
        return bool(self.rare_folders) or self.is_archived or (self.to_junk and not self.is_about_leftovers)

    @property
    def touches_mail(self) -> bool:
        """Whether it does more with mail than label, keep or answer it."""
        return self.rule.has(*_TOUCHING) or bool(self.links)

    @property
    def is_archived(self) -> bool:
        """Whether mail goes past the inbox into the archive."""
        return self.rule.has(EffectKind.ARCHIVE)

    @property
    def is_after_sending(self) -> bool:
        """Whether it works on sent mail only."""
        return Moment.AFTER_SENDING in self.rule.moments


def of(rule: Rule, *kinds: EffectKind) -> tuple[Effect, ...]:
    """Return its effects of these kinds."""
    return tuple(effect for effect in rule.effects if effect.kind in kinds)


def traits_of(rule: Rule, home: Home) -> Traits:
    """Find out all traits of a rule."""
    folders = rule.targets(EffectKind.MOVE)
    special = " ".join(effect.text for effect in of(rule, EffectKind.MOVE)).lower()
    roles = {folder_role(folder) for folder in folders}
    to_junk = FolderRole.JUNK in roles or "\\junk" in special or rule.has(EffectKind.JUNK)
    conditions = [condition for condition in conditions_of(rule.test) if not condition.negated]
    values = tuple(value for condition in conditions if condition.part in WORDY for value in condition.values)
    said = tuple(value for c in conditions if c.part in WORDY and c.part is not Part.RECIPIENT for value in c.values)
    bounces = words_in(said, BOUNCE_WORDS)
    if any(c.part is Part.KIND and c.detail == "bounce" for c in conditions):
        bounces = (*bounces, "bounce")
    replies = "\n".join(effect.text for effect in of(rule, EffectKind.REPLY, EffectKind.REJECT))
    return Traits(
        rule=rule,
        passed_on=targets_of(of(rule, *PASSING_ON), home),
        notified=targets_of(of(rule, EffectKind.NOTIFY), home),
        replies_to=targets_of(of(rule, EffectKind.REPLY_TO), home),
        sends_as=targets_of(of(rule, EffectKind.SEND_AS), home),
        access=targets_of(of(rule, EffectKind.GIVE_ACCESS), home),
        links=foreign_links(replies, home),
        to_trash=FolderRole.TRASH in roles or "\\trash" in special,
        to_junk=to_junk,
        # What stays in the inbox as well is not hidden.
        rare_folders=() if rule.has(EffectKind.KEEP) else tuple(filter(is_rare_folder, folders)),
        is_opened=any(same_folder(folder, known) for folder in folders for known in home.facts.opened_folders),
        is_match_all=is_match_all(rule.test),
        is_narrowed=is_narrowed(rule.test),
        is_about_leftovers=is_about_leftovers(rule.test),
        security_words=words_in(said, SECURITY_WORDS),
        bounce_words=bounces,
        complaint_words=words_in(said, COMPLAINT_WORDS),
        money_words=words_in(said, MONEY_WORDS),
        security_senders=tuple(value for value in values if is_security_sender(value)),
        has_reply_mark=any(is_reply_mark(value) for value in said),
    )

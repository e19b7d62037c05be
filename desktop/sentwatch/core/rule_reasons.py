"""The reasons a rule gives for a closer look, each in words and with its points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_indicators import has_invisible_signs, is_blank_name, name_entropy, name_length
from sentwatch.core.rule_policy import Policy
from sentwatch.core.rule_targets import Targets
from sentwatch.core.rule_traits import Traits
from sentwatch.core.rules import EffectKind, RuleLanguage, RuleSet, rule_hash


@dataclass(frozen=True, slots=True)
class Reason:
    """One trait in words, with its points. `code` is its number in the list of published indicators."""

    code: str
    points: int
    words: Phrase


_REPLY_HEADERS = frozenset(("reply-to", "from", "sender", "return-path", "resent-from"))


def reasons_in_effects(traits: Traits, policy: Policy) -> Iterator[Reason]:
    """Look at what the rule does."""
    rule = traits.rule
    yield from _passing_on(traits, policy)
    if rule.has(EffectKind.RUN):
        programs = rule.targets(EffectKind.RUN)
        yield Reason("R20", policy.program, phrase(N_("It starts a program or script: {programs}"), programs=programs))
    if traits.notified.outside or traits.notified.is_open:
        to = traits.notified.outside
        yield Reason("R25", policy.notify_out, phrase(N_("It sends notices of your mail to {targets}."), targets=to))
    if rule.has(EffectKind.DISCARD):
        yield Reason("R04", policy.discard, phrase(N_("It throws mail away so that it never arrives.")))
    elif rule.has(EffectKind.DELETE) or traits.to_trash:
        yield Reason("R04", policy.delete, phrase(N_("It moves mail to the trash.")))
    if traits.hides and not traits.deletes:
        yield from _hidden_away(traits, policy)
    if rule.has(EffectKind.MARK_READ):
        yield Reason("R07", policy.mark_read, phrase(N_("It marks mail as read, so that nothing points to it.")))
    if rule.has(EffectKind.STOP):
        yield Reason("R21", policy.stop, phrase(N_("No further rule gets to see the mail.")))
    if rule.has(EffectKind.REJECT):
        yield Reason("R04", policy.reject, phrase(N_("It sends mail back, as if you could not be reached.")))
    if traits.links:
        words = phrase(N_("Its automatic reply holds links to {hosts}."), hosts=traits.links[:5])
        yield Reason("R25", policy.foreign_link, words)
    yield from _headers(traits, policy)
    yield from _settings(traits, policy)
    if traits.is_after_sending and (traits.deletes or traits.hides or rule.has(EffectKind.MOVE)):
        words = phrase(N_("It works on mail you have sent and takes it out of sight."))
        yield Reason("R24", policy.after_sending, words)


def _passing_on(traits: Traits, policy: Policy) -> Iterator[Reason]:
    to = traits.passed_on
    if to.outside or to.is_open:
        if to.outside:
            words = phrase(N_("It passes mail on to {targets}, outside your own domains."), targets=to.outside)
        else:
            words = phrase(N_("It passes mail on to an address that is made up only when a message arrives."))
        yield Reason("R02" if traits.rule.is_setting else "R01", policy.forward_out, words)
        yield from _strangeness(to, policy)
    elif to.inside:
        words = phrase(N_("It passes mail on within your own domains: {targets}"), targets=to.inside)
        yield Reason("R01", policy.forward_out, words)
        yield Reason("R01", policy.inside, phrase(N_("The target belongs to your own domains.")))
    if traits.rule.has(EffectKind.NO_COPY):
        yield Reason("R03", policy.no_copy, phrase(N_("It keeps no copy in your mailbox.")))


def _strangeness(to: Targets, policy: Policy) -> Iterator[Reason]:
    if to.never_mailed:
        words = phrase(N_("You have never written to {targets}."), targets=to.never_mailed)
        yield Reason("R01", policy.freemail_or_never_mailed, words)
    elif to.freemail:
        words = phrase(N_("Anybody can get an address like {targets}."), targets=to.freemail)
        yield Reason("R01", policy.freemail_or_never_mailed, words)
    elif to.not_looked_up or to.is_open:
        words = phrase(N_("Whether you have ever written there could not be looked up."))
        yield Reason("R01", policy.not_looked_up, words)
    if to.alike:
        words = phrase(N_("{targets} looks like one of your own domains, but is another."), targets=to.alike)
        yield Reason("R01", policy.alike, words)


def _hidden_away(traits: Traits, policy: Policy) -> Iterator[Reason]:
    if traits.rare_folders:
        words = phrase(N_("It moves mail to a folder people hardly ever open: {folders}"), folders=traits.rare_folders)
    elif traits.to_junk:
        words = phrase(N_("It moves mail to the junk folder."))
    else:
        words = phrase(N_("It moves mail past the inbox into the archive."))
    yield Reason("R06", policy.rare_folder, words)
    if traits.is_opened:
        yield Reason("R06", policy.opened, phrase(N_("You open this folder regularly.")))


def _headers(traits: Traits, policy: Policy) -> Iterator[Reason]:
    names = traits.rule.targets(EffectKind.EDIT_HEADER)
    if not names:
        return
    if any(name.lower() in _REPLY_HEADERS for name in names):
        words = phrase(N_("It changes who a message seems to come from, or where answers go: {names}"), names=names)
        yield Reason("R25", policy.edit_reply, words)
    else:
        yield Reason("R25", policy.edit_header, phrase(N_("It changes headers of a message: {names}"), names=names))


def _settings(traits: Traits, policy: Policy) -> Iterator[Reason]:
    if traits.replies_to.outside:
        words = phrase(N_("Answers to your mail go to {targets}."), targets=traits.replies_to.outside)
        yield Reason("R27", policy.reply_to, words)
        yield from _strangeness(traits.replies_to, policy)
    if traits.sends_as.outside:
        words = phrase(N_("Mail can be sent from here as {targets}."), targets=traits.sends_as.outside)
        yield Reason("R22", policy.send_as, words)
        yield from _strangeness(traits.sends_as, policy)
    for_access = (*traits.access.outside, *traits.access.inside)
    if for_access:
        words = phrase(N_("{targets} may open this mailbox or send in its name."), targets=for_access)
        yield Reason("R22", policy.access, words)
        if traits.access.outside:
            yield from _strangeness(traits.access, policy)


def reasons_in_conditions(traits: Traits, policy: Policy) -> Iterator[Reason]:
    """Look at which mail the rule takes, where it does something with it."""
    if not traits.touches_mail:
        return
    if traits.is_match_all and not traits.rule.is_setting:
        yield Reason("R12", policy.match_all, phrase(N_("It takes all mail, or nearly all.")))
    if traits.security_senders:
        words = phrase(N_("It looks for senders that warn you: {values}"), values=traits.security_senders[:5])
        yield Reason("R26", policy.security_sender, words)
    share = policy.narrowed if traits.is_narrowed else 1.0
    if traits.security_words:
        words = phrase(N_("It looks for words of security notices: {words}"), words=traits.security_words[:8])
        yield Reason("R13", round(policy.security_words * share), words)
    if traits.bounce_words:
        words = phrase(N_("It looks for messages about undelivered mail: {words}"), words=traits.bounce_words[:8])
        yield Reason("R15", round(policy.bounce_words * share), words)
    if traits.complaint_words:
        words = phrase(
            N_("It looks for questions people ask about strange mail: {words}"), words=traits.complaint_words[:8]
        )
        yield Reason("R15", round(policy.complaint_words * share), words)
    if traits.money_words:
        words = phrase(N_("It looks for words about money: {words}"), words=traits.money_words[:8])
        yield Reason("R14", round(policy.money_words * share), words)
    if traits.has_reply_mark:
        yield Reason("R16", policy.reply_mark, phrase(N_("It looks for replies.")))


def reasons_in_name(traits: Traits, rule_set: RuleSet, policy: Policy) -> Iterator[Reason]:
    """Look at the name, where the language has names."""
    rule = traits.rule
    if rule.is_setting or rule_set.language is RuleLanguage.GMAIL:
        return
    if not rule.name and rule_set.language is RuleLanguage.SIEVE:
        return
    shown = rule.name.strip()
    if is_blank_name(rule.name):
        yield Reason("R10", policy.blank_name, phrase(N_("Its name is empty or made of signs: “{name}”"), name=shown))
    elif has_invisible_signs(rule.name):
        yield Reason(
            "R11", policy.blank_name, phrase(N_("Signs that cannot be seen stand in its name: “{name}”"), name=shown)
        )
    if name_length(rule.name) <= policy.short_signs:
        yield Reason("R08", policy.short_name, phrase(N_("Its name is very short: “{name}”"), name=shown))
    if shown.isascii() and name_entropy(shown) <= policy.flat_bits:
        yield Reason("R09", policy.flat_name, phrase(N_("Its name says next to nothing: “{name}”"), name=shown))


def reasons_around(traits: Traits, facts: RuleFacts, policy: Policy, *, now: datetime) -> Iterator[Reason]:
    """Look at when the rule came and how it is kept."""
    rule = traits.rule
    digest = rule_hash(rule)
    was_there = digest in facts.was_there
    seen = None if was_there else facts.first_seen.get(digest)
    came = max((moment for moment in (rule.changed_at, seen) if moment is not None), default=None)
    if came is not None and now - came <= policy.new_for and (rule.changed_at is not None or facts.has_history):
        yield Reason("R18", policy.new, phrase(N_("It is new or was changed on {at:date}."), at=came))
    elif seen is None and facts.has_history and not was_there:
        came = now
        yield Reason("R18", policy.new, phrase(N_("It was not there when we looked last.")))
    if came is not None and facts.signal_at is not None and abs(came - facts.signal_at) <= policy.near:
        words = phrase(N_("It came within a day of another sign of a takeover."))
        yield Reason("R17", policy.near_signal, words)
    if rule.is_hidden:
        yield Reason("R19", policy.hidden, phrase(N_("It is hidden from the list of rules, or has lost its name.")))

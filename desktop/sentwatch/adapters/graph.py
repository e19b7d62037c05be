"""Outlook's inbox rules and mailbox settings by Microsoft Graph, read only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import msgspec

from sentwatch.adapters.rest import RestReader
from sentwatch.core.network_list import GRAPH_HOST
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_languages.outlook import GraphAnswers, read_graph_answers
from sentwatch.core.trouble import PERMISSION_MISSING, SERVER_BROKE_RULES, SERVER_REFUSED, Trouble
from sentwatch.decoding import from_json
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.rules import RulesRead

BASE: Final = f"https://{GRAPH_HOST}/v1.0/me"
NAME: Final = "Outlook"
MAX_PAGES: Final = 20
MAX_FOLDERS: Final = 60
"""Folders named by rules whose names are looked up."""

_RULES: Final = "/mailFolders/inbox/messageRules"
_SETTINGS: Final = "/mailboxSettings"
_NO_SETTINGS: Final = phrase(N_("The automatic reply in Outlook could not be read."))
_NO_FOLDERS: Final = phrase(N_("The names of folders that rules move mail to could not be looked up."))
_NOT_SHOWN: Final = phrase(
    N_(
        "Outlook does not tell programs everything: look at “Forwarding” in its settings yourself, and ask the "
        "administrator about hidden rules."
    )
)


class _Page(msgspec.Struct):
    value: list[dict[str, Any]]
    next_link: str = msgspec.field(default="", name="@odata.nextLink")


class _FolderSaid(msgspec.Struct):
    id: str
    displayName: str = ""  # noqa: N815 - Graph's own name


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphRules:
    """A RulesPort. `reader` with another base is for tests."""

    reader: RestReader = field(default_factory=lambda: RestReader(base=BASE))

    def read(self, *, credential: Credential, cancel: CancelToken) -> RulesRead:
        """Read rules and settings. Without the rules nothing is said; what else is refused is named."""
        unseen: list[Phrase] = [_NOT_SHOWN]
        rules = self._rules(credential, cancel)
        try:
            settings = self.reader.get(_SETTINGS, credential=credential, cancel=cancel)
        except Trouble as trouble:
            if trouble.kind not in {PERMISSION_MISSING, SERVER_REFUSED}:
                raise
            settings = None
            unseen.append(_NO_SETTINGS)
        folders = self._folders(rules, credential, cancel)
        if folders is None:
            unseen.append(_NO_FOLDERS)
        answers = GraphAnswers(
            rules=msgspec.json.encode({"value": rules}),
            settings=settings,
            folders=msgspec.json.encode({"value": folders or []}),
        )
        return RulesRead(sets=(read_graph_answers(answers, name=NAME),), unseen=tuple(unseen))

    def _rules(self, credential: Credential, cancel: CancelToken) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        link = _RULES
        for _ in range(MAX_PAGES):
            page = self._page(link, credential, cancel)
            found += page.value
            if not page.next_link:
                return found
            link = page.next_link
            if not link.startswith("https://"):
                break
        raise Trouble(SERVER_BROKE_RULES, host=self.reader.host)

    def _page(self, link: str, credential: Credential, cancel: CancelToken) -> _Page:
        body = self.reader.get(link, credential=credential, cancel=cancel)
        try:
            return from_json(body, _Page)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Trouble(SERVER_BROKE_RULES, host=self.reader.host) from None

    def _folders(
        self, rules: list[dict[str, Any]], credential: Credential, cancel: CancelToken
    ) -> list[dict[str, str]] | None:
        """Look up the names of the folders named by rules; None where that is not allowed."""
        found: list[dict[str, str]] = []
        for identity in list(dict.fromkeys(_folder_ids(rules)))[:MAX_FOLDERS]:
            path = f"/mailFolders/{quote(identity, safe='')}?$select=id,displayName"
            try:
                body = self.reader.get(path, credential=credential, cancel=cancel)
                said = from_json(body, _FolderSaid)
            except Trouble as trouble:
                if trouble.kind is PERMISSION_MISSING:
                    return None
                if trouble.kind is not SERVER_REFUSED:
                    raise
                continue
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
            found.append({"id": identity, "displayName": said.displayName})
        return found


def _folder_ids(rules: list[dict[str, Any]]) -> Iterator[str]:
    for rule in rules:
        actions = rule.get("actions")
        if isinstance(actions, dict):
            for name in ("moveToFolder", "copyToFolder"):
                identity = actions.get(name)
                if isinstance(identity, str) and 0 < len(identity) < 1_000:
                    yield identity

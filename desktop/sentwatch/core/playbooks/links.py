"""The provider's own pages behind a step, and which of them a person has yet to open before we vouch for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sentwatch.core.providers import Page, Provider, Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLink:
    """One page of the provider. `is_verified` is false where the address is general knowledge: shown with that word."""

    page: Page

    @property
    def is_verified(self) -> bool:
        """Whether the address was read somewhere better than general knowledge, and is encrypted."""
        return self.page.trust is not Trust.HINT and self.page.url.startswith("https://")


def deep_links(keys: Iterable[str], provider: Provider | None) -> tuple[DeepLink, ...]:
    """Return the provider's pages among `keys`, in their order, each address once; none where there is no provider."""
    if provider is None:
        return ()
    found: dict[str, DeepLink] = {}
    for key in keys:
        page = provider.page(key)
        if page is not None:
            found.setdefault(page.url, DeepLink(page=page))
    return tuple(found.values())

"""Sites from a dictionary, for the widget's tests: no store."""

from __future__ import annotations

from typing import Any

from bot.sites.face import SiteFace
from bot.sites.sites import KnownSite, Sites


def site(identity: str, name: str, *, origins: tuple[str, ...] = (), language: str = "en", **face: Any) -> KnownSite:
    return KnownSite(identity, "default", name, None, language, origins, SiteFace.model_validate(face))


class FakeSites(Sites):
    """`known` may be changed while a server runs."""

    def __init__(self) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self.reset()

    def reset(self) -> None:
        self.known = {"default": site("default", "Sendero"), "sample": site("sample", "Sample Career Center")}

    async def all(self) -> dict[str, KnownSite]:
        return self.known

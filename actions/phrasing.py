"""How numbers, dates and lists are written in each language: the knowledge base's own way, under the actions' name."""

from __future__ import annotations

from knowledge.phrasing import cite, hourly, listing, money, people, percent, thousands, when

__all__ = ["cite", "hourly", "listing", "money", "people", "percent", "thousands", "when"]

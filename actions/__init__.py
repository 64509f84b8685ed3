"""Rasa custom actions, one file each: they decide what to say from the knowledge base; `domain/` holds the words.

Shared parts: `turn` (what this turn asks), `wording` (the words), `phrasing` (money, dates, lists), `answer` (the reply).
"""

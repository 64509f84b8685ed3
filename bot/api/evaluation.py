"""Evaluation mode: what the scrubber and the opt-out words make of a text. Mounted only with SENDERO_EVALUATION=1."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from bot.channels.sms import optout
from bot.conversation import Scrubs
from bot.messages import RawText


class Text(BaseModel):
    text: str


class Span(BaseModel):
    start: int
    end: int
    type: str


class Redacted(BaseModel):
    text: str
    spans: list[Span]


class OptOutDecision(BaseModel):
    decision: str


def router(scrubber: Scrubs) -> APIRouter:
    routes = APIRouter(prefix="/api/evaluation", tags=["evaluation"])

    @routes.post("/redact")
    def redact(body: Text) -> Redacted:
        scrubbed = scrubber.scrub(RawText(body.text))
        spans = [Span(start=s.start, end=s.end, type=s.type) for s in scrubbed.spans]
        return Redacted(text=scrubbed.text.reveal(), spans=spans)

    @routes.post("/optout")
    def decide(body: Text) -> OptOutDecision:
        return OptOutDecision(decision=optout.decide(body.text))

    return routes

"""What a learner may do with an answer besides reading it: rate it, report a mistake in it, send it to a phone."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from bot.api import bodies
from bot.api.limits import RateLimit
from bot.channels.sms.plans import PlanTexts
from bot.feedback import Feedback, Reason
from bot.messages import Language, RawText, Reply

TEXTS_A_MINUTE, TEXTS_OF_ALL = 3, 30
Rating = Literal["useful", "unclear", "wrong", "off_topic", "too_long", "not_useful"]


class RateAnswer(BaseModel):
    """Body of POST …/ratings."""

    model_config = ConfigDict(extra="ignore")
    client_message_id: UUID
    rating: Rating


class ReportMistake(BaseModel):
    """Body of POST …/reports; `card` counts the answer's cards from 0, the words "this answer" have none."""

    model_config = ConfigDict(extra="ignore")
    client_message_id: UUID
    reason: Reason
    note: str = Field("", max_length=2_000)
    card: int | None = None


class TextPlan(BaseModel):
    """Body of POST …/texts: the answers one kept, by the messages they answered, and the consent that was given."""

    model_config = ConfigDict(extra="ignore")
    phone: str = Field(max_length=40)
    client_message_ids: list[UUID] = Field(min_length=1, max_length=12)
    language: Language
    consent: Literal[True]


class Noted(BaseModel):
    """Whether the note was kept (without personal data), and a hotline card where it showed danger."""

    note_kept: bool
    replies: list[Reply]


def router(feedback: Feedback, plans: PlanTexts, rate: RateLimit | None) -> APIRouter:
    """The routes; `rate` is None in evaluation mode."""
    routes = APIRouter(prefix="/api/conversations", tags=["answers"])
    each, everyone = RateLimit(TEXTS_A_MINUTE), RateLimit(TEXTS_OF_ALL)

    def limited(conversation_id: str) -> None:
        if rate:
            rate.check(conversation_id)

    @routes.post("/{conversation_id}/ratings", status_code=204)
    async def rate_answer(
        conversation_id: str, request: Request, authorization: Annotated[str | None, Header()] = None
    ) -> Response:
        body = await bodies.read_as(request, RateAnswer)
        limited(conversation_id)
        token = bodies.bearer(authorization)
        await feedback.rate(conversation_id, token, str(body.client_message_id), body.rating)
        return Response(status_code=204)

    @routes.post("/{conversation_id}/reports", status_code=201)
    async def report_mistake(
        conversation_id: str, request: Request, authorization: Annotated[str | None, Header()] = None
    ) -> Noted:
        body = await bodies.read_as(request, ReportMistake)
        token, words = bodies.bearer(authorization), bodies.clean(body.note)
        note = RawText(words) if words else None
        if note and (help_now := await feedback.help_in_danger(conversation_id, token, note)):
            return Noted(note_kept=False, replies=help_now)
        limited(conversation_id)
        about = str(body.client_message_id)
        kept = await feedback.report(conversation_id, token, about, body.reason, note, body.card)
        return Noted(note_kept=kept, replies=[])

    @routes.post("/{conversation_id}/texts", status_code=202)
    async def text_plan(
        conversation_id: str, request: Request, authorization: Annotated[str | None, Header()] = None
    ) -> Response:
        body = await bodies.read_as(request, TextPlan)
        each.check(conversation_id)
        everyone.check("texts")
        ids = [str(one) for one in body.client_message_ids]
        kept = await feedback.answers(conversation_id, bodies.bearer(authorization), ids)
        await plans.send(body.phone, kept, body.language)
        return Response(status_code=202)

    return routes

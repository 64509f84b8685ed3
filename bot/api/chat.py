"""The chat routes of the HTTP contract. A message in distress is answered before any limit, token or shape is checked."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from contextlib import suppress
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.api import bodies
from bot.api.limits import Load, RateLimit
from bot.channels.web import render
from bot.conversation import Conversations, channel_of
from bot.errors import EmptyMessage, MalformedBody, SenderoError, TextTooLong
from bot.messages import Channel, Inbound, Language, RawText, Reply, Turn, Understanding
from bot.safety.screen import screen
from bot.sites.sites import Sites

LONGEST_TEXT = 1_000


class OpenConversation(BaseModel):
    """Body of POST /api/conversations."""

    model_config = ConfigDict(extra="ignore")
    channel: Channel = "web"
    language: Language | None = None
    site: str | None = None
    # What the page shows, as its owner names it ("Security+"); never the visitor's words.
    about: str | None = Field(None, max_length=200)


class SendMessage(BaseModel):
    """Body of POST …/messages: exactly one of text and choice."""

    model_config = ConfigDict(extra="ignore")
    text: str | None = None
    choice: str | None = None
    client_message_id: UUID | None = None


class Notice(BaseModel):
    version: str
    text: str


class Opened(BaseModel):
    conversation_id: str
    token: str
    notice: Notice
    replies: list[Reply]


class Answer(BaseModel):
    replies: list[Reply]
    understanding: Understanding


class Entry(BaseModel):
    """One turn as a reloading widget shows it again."""

    seq: int
    client_message_id: str | None
    text: str | None
    replies: list[Reply]
    understanding: Understanding


class Transcript(BaseModel):
    messages: list[Entry]


class Listeners:
    """Open WebSockets by conversation; a turn is pushed to each."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[dict[str, Any]]]] = defaultdict(set)

    def push(self, conversation_id: str, message: dict[str, Any]) -> None:
        for queue in self._queues.get(conversation_id, ()):
            if queue.qsize() < 100:
                queue.put_nowait(message)

    def join(self, conversation_id: str) -> asyncio.Queue[dict[str, Any]]:
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._queues[conversation_id].add(queue)
        return queue

    def leave(self, conversation_id: str, queue: asyncio.Queue[dict[str, Any]]) -> None:
        self._queues[conversation_id].discard(queue)
        if not self._queues[conversation_id]:
            del self._queues[conversation_id]


def router(conversations: Conversations, sites: Sites, rate: RateLimit | None, load: Load) -> APIRouter:
    """The routes; `rate` is None in evaluation mode."""
    routes = APIRouter(prefix="/api/conversations", tags=["chat"])
    listeners = Listeners()

    @routes.post("", status_code=201)
    async def open_conversation(request: Request) -> Opened:
        wish = await bodies.read_as(request, OpenConversation)
        await sites.admit(wish.site, request.headers.get("origin"), request.headers.get("host"))
        opened = await conversations.open(wish.channel, wish.language, wish.site, wish.about)
        return Opened(
            conversation_id=opened.conversation_id,
            token=opened.token,
            notice=Notice(version=opened.notice_version, text=opened.notice),
            replies=opened.replies,
        )

    @routes.post("/{conversation_id}/messages", response_model=Answer)
    async def send_message(
        conversation_id: str, request: Request, authorization: Annotated[str | None, Header()] = None
    ) -> Answer | JSONResponse:
        body = await bodies.read(request)
        token = bodies.bearer(authorization)
        words = _words(body)
        if hit := screen(RawText(words)):
            # Help fails open: whatever else is wrong with this request, the card goes out.
            client_id = _client_message_id(body)
            channel = channel_of(conversation_id)
            inbound = Inbound(conversation_id, channel, RawText(words), None, client_id)
            turn = await conversations.answer_danger(inbound, token, hit)
            return _answered(turn, channel)
        message = _parse(request, body)
        if rate:
            rate.check(conversation_id)
        with load.one():
            channel = channel_of(conversation_id)
            text = RawText(message.text) if message.text is not None else None
            client_id = str(message.client_message_id) if message.client_message_id else None
            inbound = Inbound(conversation_id, channel, text, message.choice, client_id, screened=True)
            turn = await conversations.handle(inbound, token)
        answer = _answered(turn, channel)
        listeners.push(conversation_id, {"client_message_id": client_id, **answer.model_dump(mode="json")})
        return answer

    @routes.get("/{conversation_id}/messages", response_model=Transcript)
    async def transcript(
        conversation_id: str,
        after: Annotated[int, Query(ge=0)] = 0,
        authorization: Annotated[str | None, Header()] = None,
    ) -> Transcript:
        entries = await conversations.transcript(conversation_id, bodies.bearer(authorization), after)
        channel = channel_of(conversation_id)
        return Transcript(
            messages=[
                Entry(
                    seq=entry.sequence,
                    client_message_id=entry.client_message_id,
                    text=entry.learner_text,
                    replies=render(turn, channel),
                    understanding=turn.understanding,
                )
                for entry, turn in ((entry, Turn.model_validate(entry.turn)) for entry in entries)
            ]
        )

    @routes.delete("/{conversation_id}", status_code=204)
    async def forget(conversation_id: str, authorization: Annotated[str | None, Header()] = None) -> Response:
        await conversations.forget(conversation_id, bodies.bearer(authorization))
        return Response(status_code=204)

    @routes.websocket("/{conversation_id}/events")
    async def events(socket: WebSocket, conversation_id: str) -> None:
        await socket.accept()
        try:
            first = await asyncio.wait_for(socket.receive_json(), 10)
            await conversations.authorise(conversation_id, str(first.get("token") or ""))
        except (SenderoError, ValueError, TimeoutError, AttributeError, KeyError, WebSocketDisconnect):
            await _close(socket, 4401)
            return
        queue = listeners.join(conversation_id)
        try:
            await socket.send_json({"ready": True})
            await _pump(socket, queue)
        finally:
            listeners.leave(conversation_id, queue)

    return routes


async def _pump(socket: WebSocket, queue: asyncio.Queue[dict[str, Any]]) -> None:
    """Sends what is pushed until the other side goes away."""

    async def watch() -> None:
        while True:
            await socket.receive_text()

    watcher = asyncio.create_task(watch())
    try:
        while not watcher.done():
            item = asyncio.create_task(queue.get())
            await asyncio.wait({item, watcher}, return_when=asyncio.FIRST_COMPLETED)
            if item.done():
                await socket.send_json(item.result())
            else:
                item.cancel()
    except WebSocketDisconnect:
        pass
    finally:
        watcher.cancel()
        await asyncio.gather(watcher, return_exceptions=True)


async def _close(socket: WebSocket, code: int) -> None:
    with suppress(RuntimeError):  # already gone
        await socket.close(code)


def _answered(turn: Turn, channel: Channel) -> Answer:
    return Answer(replies=render(turn, channel), understanding=turn.understanding)


def _words(body: bytes) -> str:
    """What the learner may have said, in any shape of body: the text field, else everything that was sent."""
    decoded = body.decode("utf-8", "replace")
    try:
        loaded = json.loads(decoded)
    except (ValueError, RecursionError):
        return decoded
    text = loaded.get("text") if isinstance(loaded, dict) else None
    return text if isinstance(text, str) else decoded if not isinstance(loaded, dict) else ""


def _client_message_id(body: bytes) -> str | None:
    try:
        return str(UUID(json.loads(body).get("client_message_id")))
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None


def _parse(request: Request, body: bytes) -> SendMessage:
    """The message, or the error its shape deserves."""
    bodies.check_media_type(request)
    try:
        message = SendMessage.model_validate_json(body)
    except ValidationError:
        raise MalformedBody() from None
    if message.text is not None and message.choice is not None:
        raise MalformedBody("Give either text or choice")
    if message.choice is None and not _visible(message.text or ""):
        raise EmptyMessage()
    if message.text is not None and len(message.text) > LONGEST_TEXT:
        raise TextTooLong()
    if message.text is not None:
        message.text = bodies.clean(message.text)
    return message


def _visible(text: str) -> bool:
    return bool(bodies.clean(text))

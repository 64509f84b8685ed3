"""A chat API that answers as the contract says, from a script of its own, and fails when told to.

For the widget's tests: no engine, no store. It remembers exactly what it was sent, so that a test can ask what was lost,
doubled or reordered.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal

from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse, Response

from tests.fakes.chat_replies import NOTICE, answer_to

Failure = Literal["503", "429", "500", "404", "422", "answer_lost", "hang"]


@dataclass
class FakeConversation:
    token: str
    language: str
    entries: list[dict[str, Any]] = field(default_factory=list)
    queues: list[asyncio.Queue[dict[str, Any]]] = field(default_factory=list)

    def answered(self, client_message_id: str | None) -> dict[str, Any] | None:
        return next(
            (e for e in self.entries if client_message_id and e["client_message_id"] == client_message_id), None
        )


@dataclass
class FakeChat:
    """What the fake was asked and how it shall fail; a test in another thread reads and sets it."""

    conversations: dict[str, FakeConversation] = field(default_factory=dict)
    failures: deque[Failure] = field(default_factory=deque)
    delay: float = 0.0
    posts: int = 0
    opened: int = 0
    forgotten: list[str] = field(default_factory=list)
    ratings: list[str] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    texted: list[dict[str, Any]] = field(default_factory=list)
    abouts: list[str | None] = field(default_factory=list)
    greeting: dict[str, str] = field(default_factory=dict)
    refuse_opening: bool = False
    refuse_sockets: bool = False
    retry_after: int = 1

    def texts(self) -> list[str]:
        """Everything learners said, in the order in which it was taken, over all conversations."""
        return [entry["text"] for c in self.conversations.values() for entry in c.entries]

    def drop_all(self) -> None:
        """Every conversation is gone, as after an idle half hour."""
        self.conversations.clear()


def create(chat: FakeChat) -> FastAPI:
    """The ASGI application over `chat`."""
    app = FastAPI()

    @app.post("/api/conversations", status_code=201)
    async def open_conversation(request: Request) -> Any:
        await asyncio.sleep(chat.delay)
        if chat.refuse_opening:
            return _problem(503, "overloaded", chat.retry_after)
        body = await request.json()
        language = body["language"] or "en"
        identity, token = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
        chat.conversations[identity] = FakeConversation(token, language)
        chat.opened += 1
        chat.abouts.append(body.get("about"))
        notice = {"version": "1", "text": NOTICE[language]}
        return {"conversation_id": identity, "token": token, "notice": notice, "replies": opening(chat, language, body)}

    @app.post("/api/conversations/{identity}/ratings", status_code=204)
    async def rate(identity: str, request: Request) -> Response:
        chat.ratings.append((await request.json())["rating"])
        return Response(status_code=204)

    @app.post("/api/conversations/{identity}/reports", status_code=201)
    async def report(identity: str, request: Request) -> Any:
        body = await request.json()
        if chat.failures and chat.failures.popleft():
            return _problem(503, "overloaded", chat.retry_after)
        chat.reports.append(body)
        danger = "hurt myself" in body["note"]
        return {"note_kept": not danger, "replies": answer_to("hotline", "en")[0] if danger else []}

    @app.post("/api/conversations/{identity}/texts", status_code=202)
    async def text(identity: str, request: Request) -> Response:
        body = await request.json()
        if len(body["phone"]) < 10:
            return _problem(422, "phone_not_taken")
        chat.texted.append(body)
        return Response(status_code=202)

    @app.post("/api/conversations/{identity}/messages")
    async def send(identity: str, request: Request) -> Any:
        body = await request.json()
        chat.posts += 1
        await asyncio.sleep(chat.delay)
        failure = chat.failures.popleft() if chat.failures else None
        if failure == "503":
            return _problem(503, "overloaded", chat.retry_after)
        if failure == "429":
            return _problem(429, "too_many_messages", chat.retry_after)
        if failure == "500":
            return _problem(500, "error")
        if failure == "422":
            return _problem(422, "text_too_long")
        if failure == "404":
            chat.conversations.pop(identity, None)
        conversation = _authorised(chat, identity, request)
        if isinstance(conversation, Response):
            return conversation
        client_message_id = body.get("client_message_id")
        entry = conversation.answered(client_message_id)
        if entry is None:
            if (choice := body.get("choice")) is not None and choice not in _offered(conversation):
                return _problem(422, "choice_not_offered")
            text = body.get("text") or choice
            replies, understanding = answer_to(text, conversation.language)
            conversation.language = understanding["language"]
            entry = {
                "seq": len(conversation.entries) + 1,
                "client_message_id": client_message_id,
                "text": text,
                "replies": replies,
                "understanding": understanding,
            }
            conversation.entries.append(entry)
            for queue in conversation.queues:
                queue.put_nowait({k: entry[k] for k in ("client_message_id", "replies", "understanding")})
        if failure == "hang":
            for _ in range(600):
                if await request.is_disconnected():
                    break
                await asyncio.sleep(0.1)
        if failure == "answer_lost":
            return _problem(502, "bad_gateway")
        return {"replies": entry["replies"], "understanding": entry["understanding"]}

    @app.get("/api/conversations/{identity}/messages")
    async def entries(identity: str, request: Request, after: int = 0) -> Any:
        await asyncio.sleep(chat.delay)
        conversation = _authorised(chat, identity, request)
        if isinstance(conversation, Response):
            return conversation
        return {"messages": [entry for entry in conversation.entries if entry["seq"] > after]}

    @app.delete("/api/conversations/{identity}", status_code=204)
    async def forget(identity: str, request: Request) -> Response:
        conversation = _authorised(chat, identity, request)
        if isinstance(conversation, Response):
            return conversation
        chat.forgotten.append(identity)
        del chat.conversations[identity]
        return Response(status_code=204)

    @app.websocket("/api/conversations/{identity}/events")
    async def events(socket: WebSocket, identity: str) -> None:
        if chat.refuse_sockets:
            await socket.close(1013)
            return
        await socket.accept()
        try:
            first = await socket.receive_json()
        except WebSocketDisconnect:
            return
        conversation = chat.conversations.get(identity)
        if conversation is None or first.get("token") != conversation.token:
            await socket.close(4401)
            return
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        conversation.queues.append(queue)
        try:
            await socket.send_json({"ready": True})
            while True:
                getter = asyncio.create_task(queue.get())
                reader = asyncio.create_task(socket.receive_text())
                done, waiting = await asyncio.wait({getter, reader}, return_when=asyncio.FIRST_COMPLETED)
                for task in waiting:
                    task.cancel()
                if reader in done:
                    reader.result()
                if getter in done:
                    await socket.send_json(getter.result())
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            conversation.queues.remove(queue)

    return app


def opening(chat: FakeChat, language: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    text = chat.greeting.get(language, "")
    about = body.get("about")
    if about:
        text = f"{text} You're looking at {about}.".strip()
    choices = [{"label": "What does it cost?", "value": "1.1"}] if about else []
    return [{"text": text, "choices": choices, "cards": []}] if text else []


def _offered(conversation: FakeConversation) -> set[str]:
    last = conversation.entries[-1]["replies"] if conversation.entries else []
    return {choice["value"] for reply in last for choice in reply["choices"]}


def _authorised(chat: FakeChat, identity: str, request: Request) -> FakeConversation | Response:
    conversation = chat.conversations.get(identity)
    if conversation is None:
        return _problem(404, "conversation_not_found")
    if request.headers.get("authorization") != f"Bearer {conversation.token}":
        return _problem(401, "not_allowed")
    return conversation


def _problem(status: int, code: str, retry_after: int | None = None) -> JSONResponse:
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else None
    body = {"type": "about:blank", "title": "Made to fail", "status": status, "code": code}
    return JSONResponse(body, status, headers, "application/problem+json")

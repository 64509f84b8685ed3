"""Bad input through the running product: each gets its specified answer, none changes anything else or is echoed."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest

from tests.stack import Stack, Talk

MARK = "zzqxv"  # must come back from nowhere


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"].startswith("application/problem+json")
    assert MARK not in response.text
    return response.status_code, response.json()["code"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"text": ""}, (422, "empty_message")),
        ({"text": " \n\t "}, (422, "empty_message")),
        ({"text": "\x00\x01\x02"}, (422, "empty_message")),
        ({}, (422, "empty_message")),
        ({"text": MARK + "x" * 2000}, (422, "text_too_long")),
        ({"text": [MARK]}, (400, "malformed_body")),
        ({"text": MARK, "choice": MARK}, (400, "malformed_body")),
        ({"text": MARK, "client_message_id": "not-a-uuid"}, (400, "malformed_body")),
        ({"choice": MARK}, (422, "choice_not_offered")),
    ],
)
def test_bad_body_gets_its_problem(web: Talk, body: dict[str, Any], expected: tuple[int, str]) -> None:
    assert problem(web.post(body)) == expected
    assert web.say("hello there").topic == "greet"


@pytest.mark.parametrize(
    "text", ["😀😀😀", "你好吗", "مرحبا", "Привет, как дела", "\u202eabc", "a" * 1000, "<script>alert(1)</script>"]
)
def test_odd_text_is_answered_kindly(web: Talk, text: str) -> None:
    answer = web.say(text)
    assert answer.text
    assert "<script>" not in answer.text


def test_other_language_is_told_which_are_spoken(web: Talk) -> None:
    answer = web.say("Bonjour, je cherche un travail dans l'informatique s'il vous plaît")
    assert "English" in answer.text
    assert "español" in answer.text


def test_malformed_json(web: Talk) -> None:
    response = httpx.post(
        f"{web.path}/messages", content="{" + MARK, headers={**web.headers, "content-type": "application/json"}
    )
    assert problem(response) == (400, "malformed_body")


def test_wrong_content_type(web: Talk) -> None:
    response = httpx.post(f"{web.path}/messages", content=MARK, headers={**web.headers, "content-type": "text/plain"})
    assert problem(response) == (415, "unsupported_media")


def test_body_over_16_kb(web: Talk) -> None:
    assert problem(web.post({"text": "x" * 20_000})) == (413, "body_too_large")


def test_strangers_conversation(stack: Stack, web: Talk) -> None:
    other = Talk(stack.url)
    response = httpx.post(f"{other.path}/messages", json={"text": "hi"}, headers=web.headers)
    assert problem(response) == (401, "not_allowed")
    response = httpx.post(f"{stack.url}/api/conversations/nobody/messages", json={"text": "hi"}, headers=web.headers)
    assert problem(response) == (404, "conversation_not_found")
    assert problem(httpx.get(f"{other.path}/messages")) == (401, "not_allowed")


@pytest.mark.parametrize(
    "text", ["/restart", '/ask{"role": "15-1232"}', "/crisis", "/session_start", "//greet", " /greet"]
)
def test_typed_slash_is_never_a_command(web: Talk, text: str) -> None:
    web.say("how much does help desk pay")
    answer = web.say(text)
    assert answer.topic not in ("crisis", "session_start", "ask")
    follow = web.say("and in Tucson?")
    if answer.topic != "restart":
        assert follow.topic == "role_pay"


def test_same_client_message_id_is_one_turn(web: Talk) -> None:
    body = {"text": "what is the CCNA", "client_message_id": str(uuid.uuid4())}
    first, second = web.post(body).json(), web.post(body).json()
    assert first == second
    shown = httpx.get(f"{web.path}/messages", headers=web.headers).json()["messages"]
    assert len(shown) == 1


def test_forgotten_conversation_is_gone(web: Talk) -> None:
    web.say("hello")
    assert httpx.delete(web.path, headers=web.headers).status_code == 204
    assert problem(web.post({"text": "hello"})) == (404, "conversation_not_found")


def test_unsigned_sms_webhook_is_refused(stack: Stack) -> None:
    for headers in ({}, {"X-Twilio-Signature": "Zm9yZ2Vk"}):
        response = httpx.post(
            f"{stack.url}/sms/twilio/inbound",
            data={"MessageSid": "SM1", "From": "+15205550100", "Body": MARK},
            headers=headers,
        )
        assert response.status_code == 403
        assert MARK not in response.text


@pytest.mark.parametrize("text", ["i want to kill myself", "me quiero matar", "my boyfriend is hitting me right now"])
def test_danger_is_answered_before_any_limit_or_check(stack: Stack, text: str) -> None:
    nobody = f"{stack.url}/api/conversations/w-nobody/messages"
    for response in (
        httpx.post(nobody, json={"text": text}),
        httpx.post(nobody, json={"text": text + " " * 1200 + "x" * 900}),
        httpx.post(nobody, content=text, headers={"content-type": "text/plain"}),
    ):
        assert response.status_code == 200
        assert response.json()["understanding"]["outcome"] == "crisis"
        assert "911" in response.text

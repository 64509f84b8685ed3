"""Every error the service raises on purpose.

    SenderoError                      code              status  retry
    ├── BadRequest                    bad_request       400     no
    │   ├── MalformedBody             malformed_body    400     no
    │   ├── UnsupportedMediaType      unsupported_media 415     no
    │   ├── TextTooLong               text_too_long     422     no
    │   ├── EmptyMessage              empty_message     422     no
    │   ├── PhoneNotTaken             phone_not_taken   422     no
    │   └── ChoiceNotOffered          choice_not_offered 422    no
    ├── BodyTooLarge                  body_too_large    413     no
    ├── NotAllowed                    not_allowed       401     no
    │   ├── SignatureInvalid          signature_invalid 403     no
    │   ├── OriginNotAllowed          origin_not_allowed 403    no
    │   └── SignInRequired            sign_in_required  401     no
    ├── ConversationNotFound          conversation_not_found 404 no
    ├── NotFound                      not_found         404     no
    │   └── SiteNotFound              site_not_found    404     no
    ├── TooManyMessages               too_many_messages 429     yes
    ├── Overloaded                    overloaded        503     yes
    ├── ScrubbingFailed               scrubbing_failed  503     yes   (never shown: the learner gets the menu)
    └── EngineUnavailable             engine_unavailable 503    yes   (never shown: the learner gets the menu)

No error carries a learner's words, in its message or anywhere else.
"""

from __future__ import annotations


class SenderoError(Exception):
    """The root; `detail` is safe to show to anyone."""

    code = "error"
    status = 500
    retryable = False
    title = "Something went wrong"

    def __init__(self, detail: str | None = None, *, retry_after: int | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.retry_after = retry_after


class BadRequest(SenderoError):
    code, status, title = "bad_request", 400, "The request could not be read"


class MalformedBody(BadRequest):
    code, title = "malformed_body", "The body is not the JSON that was expected"


class UnsupportedMediaType(BadRequest):
    code, status, title = "unsupported_media", 415, "The body must be application/json"


class TextTooLong(BadRequest):
    code, status, title = "text_too_long", 422, "A message has at most 1,000 characters"


class EmptyMessage(BadRequest):
    code, status, title = "empty_message", 422, "A message needs text or a choice"


class PhoneNotTaken(BadRequest):
    code, status, title = "phone_not_taken", 422, "That is no number a text can be sent to"


class ChoiceNotOffered(BadRequest):
    code, status, title = "choice_not_offered", 422, "That choice was not offered"


class BodyTooLarge(SenderoError):
    code, status, title = "body_too_large", 413, "The body has more than 16 KB"


class NotAllowed(SenderoError):
    code, status, title = "not_allowed", 401, "The token is missing or wrong"


class SignatureInvalid(NotAllowed):
    code, status, title = "signature_invalid", 403, "The signature is missing or wrong"


class OriginNotAllowed(NotAllowed):
    code, status, title = "origin_not_allowed", 403, "This page may not use this chat"


class SignInRequired(NotAllowed):
    code, title = "sign_in_required", "Please sign in"


class ConversationNotFound(SenderoError):
    code, status, title = "conversation_not_found", 404, "There is no such conversation"


class NotFound(SenderoError):
    code, status, title = "not_found", 404, "There is nothing here"


class SiteNotFound(NotFound):
    code, title = "site_not_found", "There is no site of that id"


class TooManyMessages(SenderoError):
    code, status, retryable, title = "too_many_messages", 429, True, "Too many messages; please wait a moment"


class Overloaded(SenderoError):
    code, status, retryable, title = "overloaded", 503, True, "Too busy right now; please try again shortly"


class ScrubbingFailed(SenderoError):
    code, status, retryable, title = "scrubbing_failed", 503, True, "The message could not be made anonymous"


class EngineUnavailable(SenderoError):
    code, status, retryable, title = "engine_unavailable", 503, True, "The dialogue engine did not answer"

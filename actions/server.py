"""The action server: answers Rasa's webhook on loopback with rasa-sdk's executor.

rasa-sdk's own server listens on every interface and traces; this one is the executor behind a few routes. Actions find
their words in `domain/` themselves, so Rasa need not send its domain with every call.
"""

from __future__ import annotations

import logging
import pkgutil
import warnings

import uvicorn
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import actions
from actions import library, preview, wording
from knowledge.records import RecordError

logger = logging.getLogger(__name__)


def executor() -> ActionExecutor:
    """An executor with every action of this package registered."""
    logging.getLogger("rasa_sdk.executor").setLevel(logging.WARNING)
    made = ActionExecutor()
    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        made.register_package(module.name) if module.name.rpartition(".")[2] not in ("server", "__main__") else None
    return made


def app(run: ActionExecutor) -> Starlette:
    """The webhook over an executor."""

    async def webhook(request: Request) -> Response:
        call = await request.json()
        call.setdefault("domain", {})
        try:
            result = await run.run(call)
        except ActionExecutionRejection as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, 400)
        except ActionNotFoundException as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, 404)
        return JSONResponse(result.model_dump() if result else None)

    async def health(request: Request) -> Response:
        library.knowledge().revision()
        return JSONResponse({"status": "ok", "actions": len(run.actions)})

    async def preview_record(request: Request) -> Response:
        """For staff: what a draft would be told as. `{"kind", "data"}` → `{"answers": […]}`."""
        call = await request.json()
        try:
            answers = await preview.answers(run, call["kind"], call["data"])
        except RecordError as error:
            return JSONResponse({"problems": [str(problem) for problem in error.problems]}, 422)
        return JSONResponse({"answers": answers})

    return Starlette(
        routes=[
            Route("/webhook", webhook, methods=["POST"]),
            Route("/preview", preview_record, methods=["POST"]),
            Route("/health", health),
        ]
    )


def serve(port: int) -> None:
    """Runs until stopped."""
    # rasa-sdk compares its version with Rasa's; that the pair works is tested (tests/conversations).
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk", category=UserWarning)
    wording.responses()
    uvicorn.run(app(executor()), host="127.0.0.1", port=port, log_level="warning", access_log=False)

"""A web service over ledr, with FastAPI: who acts, what is answered, what a mail provider reports.

    pip install fastapi uvicorn
    LEDR_DB=sqlite:///service.db uvicorn --app-dir examples fastapi_service:app

Routes are plain functions, which FastAPI runs in threads: a school may be shared by them. docs/web-services.md tells
the rest.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Body, Cookie, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from ledr_adapters import open_school
from ledr_core import Content, LedrError, Refused, School
from ledr_core.views import as_json
from ledr_core.wording import told

api = APIRouter()


def create_app(opened: Callable[[], School]) -> FastAPI:
    """The service over the school that *opened* gives: opened when the service starts, closed when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with await asyncio.to_thread(opened) as school:
            app.state.school, app.state.keys = school, {}
            yield

    app = FastAPI(title="École", lifespan=lifespan)
    app.include_router(api)
    app.add_exception_handler(LedrError, answered)
    return app


def answered(request: Request, error: Exception) -> Response:
    """What is said no to: the status that the error has, and words for people, without anything to type."""
    assert isinstance(error, LedrError)
    english = request.headers.get("Accept-Language", "fr").startswith("en")
    said = told(error, "en" if english else "fr", audience="web")
    waits = error.facts.get("wait_seconds") if isinstance(error, Refused) else None
    headers = {"Retry-After": str(waits)} if error.status == 429 else None
    content = {"kind": error.code, "message": said.message, "help": said.help}
    return JSONResponse({"error": content}, error.status, headers)


# Who acts: sessions are the service's, what somebody may do is ledr's.


def the_school(request: Request) -> School:
    """The school that the service has opened."""
    school: School = request.app.state.school
    return school


def whoever_signed_in(request: Request, key: Annotated[str | None, Cookie()] = None) -> str:
    """The e-mail of who acts."""
    person: str | None = request.app.state.keys.get(key)
    if person is None:
        raise HTTPException(401, "Connecte-toi d'abord.")
    return person


async def whole_body(request: Request) -> bytes:
    """The body as it came: a signature is over its very bytes."""
    return await request.body()


TheSchool = Annotated[School, Depends(the_school)]
By = Annotated[str, Depends(whoever_signed_in)]
Bytes = Annotated[bytes, Depends(whole_body)]


@api.post("/sign-in")
def sign_in(
    request: Request,
    response: Response,
    school: TheSchool,
    login: Annotated[str, Body()],
    password: Annotated[str, Body()],
) -> dict[str, Any]:
    """401 for a wrong password, 429 for too many of them, 403 for whoever may not enter today."""
    address = request.client.host if request.client else None
    entered = school.accounts.sign_in(by="public", login=login, password=password, address=address)
    key = secrets.token_urlsafe()
    request.app.state.keys[key] = entered.person
    response.set_cookie("key", key, httponly=True, samesite="lax")
    return as_json(entered)


# What people do.


@api.get("/sessions")
async def sessions(school: TheSchool, by: By) -> list[dict[str, Any]]:
    """A route that waits for other things too asks the school in a thread, so that nobody waits for it."""
    return as_json(await asyncio.to_thread(school.sessions.list, by=by, limit=100))


@api.get("/sessions/{session}")
def show_session(school: TheSchool, by: By, session: str) -> dict[str, Any]:
    """A session as those see it who may."""
    return as_json(school.sessions.show(by=by, session=session))


@api.post("/sessions/{session}/slots", status_code=201)
def assign(school: TheSchool, by: By, session: str, person: Annotated[str, Body(embed=True)]) -> dict[str, Any]:
    """Give a free slot to a member."""
    return as_json(school.slots.assign(by=by, session=session, person=person))


@api.get("/verification/{code}")
def verify(school: TheSchool, code: str) -> dict[str, Any]:
    """Whether a document is valid: the page under its QR code."""
    return as_json(school.documents.verify(by="public", code=code))


@api.post("/verification")
def verify_file(school: TheSchool, file: Bytes) -> dict[str, Any]:
    """The same of a document that somebody sends."""
    return as_json(school.documents.verify_file(by="public", file=Content("document.pdf", file)))


# What providers tell.


@api.post("/webhooks/mailjet")
def mailjet(request: Request, school: TheSchool, body: Bytes) -> dict[str, Any]:
    """What became of letters. Mailjet sends again, for a day, whatever is not answered with 200."""
    signature = request.headers.get("Authorization", "")
    return as_json(school.messages.record_event(by="staff", provider="mailjet", payload=body, signature=signature))


app = create_app(lambda: open_school(os.environ.get("LEDR_DB", "sqlite:///service.db")))

"""The routes, and how they hang together."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from digitink import __version__, limits
from digitink.data.collection import Collection
from digitink.errors import DigitinkError
from digitink.frame import encoded
from digitink.hand import Hand
from digitink.model import Model
from digitink.server import assets, collecting, inside, schema, teaching
from digitink.server.answers import answer_ink, read_ink, read_picture
from digitink.server.guard import Guard
from digitink.server.live import converse
from digitink.server.problems import Problem, problem_of

log = logging.getLogger("digitink.server")

ANY_INK = '{"seq": 0, "strokes": [[[0, 0], [0, 9]]]}'
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": schema.ProblemAnswer}
    for status in (400, 403, 404, 408, 413, 415, 422, 429, 500, 503)
}
READ_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "image/*": {"schema": {"type": "string", "format": "binary"}},
            "application/json": {"schema": schema.InkBody.model_json_schema()},
        },
    }
}
DESCRIPTION = """\
Reads handwritten digits: pictures and pen strokes, one digit or whole numbers.

Ink can be read while it is drawn over the WebSocket `/api/ink`: send
`{"seq": n, "strokes": [[[x, y], ...], ...], "single": false}`, receive
`{"seq": n, "reading": {...}, "frames": [...], "strokes": [...], "model": "...", "ms": t,
"personal": false}`. It is read as the user taught it through `/api/teach`; `personal` says whether
anything is.
"""


def create_app(
    model: Model,
    hand: Hand,
    *,
    hosts: Iterable[str],
    on_ready: Callable[[], None] = lambda: None,
    collection: Collection | None = None,
) -> Guard:
    """The whole server as one ASGI app.

    Ink that is drawn is read as `hand` was taught. `hosts`: the values of Host that it answers to.
    `on_ready` is called once the model is warm. `collection`: what the page collect.html adds to;
    it is finished when the server ends.
    """
    # Threads of their own for each, so that a large picture holds up nobody's pen.
    ink_threads = ThreadPoolExecutor(limits.READERS, "ink")
    picture_threads = ThreadPoolExecutor(limits.READERS, "pictures")
    patient_threads = ThreadPoolExecutor(1, "patient")  # for what may wait for those who read
    bodies = asyncio.Semaphore(limits.BODIES)
    ready = prepared = False

    async def answer(message: str | bytes) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(ink_threads, answer_drawn, message)

    def answer_drawn(message: str | bytes) -> str:
        return answer_ink(message, model=hand.personal(model))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        nonlocal ready
        await answer(ANY_INK)
        ready = True
        on_ready()
        yield
        ready = False
        if collection is not None:
            _finish(collection)
        # Python waits for what is at work in them: no daemons, for one that is cut off inside a
        # network aborts the whole process.
        for threads in (ink_threads, picture_threads, patient_threads):
            threads.shutdown(wait=False, cancel_futures=True)

    app = FastAPI(
        title="digitink",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,  # these two load their scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
    )
    for kind in (DigitinkError, Problem, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _answer_problem)
    app.router.routes.extend(assets.routes())
    app.include_router(teaching.router(hand, model, picture_threads, PROBLEMS))
    app.include_router(inside.router(hand, model, patient_threads, PROBLEMS))
    if collection is not None:
        app.include_router(collecting.router(collection, picture_threads, PROBLEMS))

    @app.get("/healthz")
    async def healthz() -> schema.StatusAnswer:
        """Whether the server runs."""
        return schema.StatusAnswer(status="ok", model=model.name, version=__version__)

    @app.get("/readyz", responses={503: PROBLEMS[503]})
    async def readyz() -> schema.StatusAnswer:
        """Whether it can read: the model is loaded and warm."""
        if not ready:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "the model is not warm", "try again")
        return schema.StatusAnswer(status="ready", model=model.name, version=__version__)

    @app.post(
        "/api/read",
        response_model=schema.ReadingAnswer,
        responses=PROBLEMS,
        openapi_extra=READ_BODY,
    )
    async def read(request: Request, single: bool = False, frames: bool = False) -> JSONResponse:
        """Read a picture (its bytes) or ink (JSON).

        `single` reads all of it as one digit; `frames` adds of each digit what the network saw.
        """
        work, threads = read_picture, picture_threads
        if _holds_ink(request):
            work, threads = read_ink, ink_threads
        async with bodies:
            task = partial(work, await request.body(), single=single, model=model)
            found = await asyncio.get_running_loop().run_in_executor(threads, task)
        seen = {"frames": encoded(found.frames)} if frames else {}
        return JSONResponse(found.reading.to_dict() | seen)

    @app.websocket("/api/ink")
    async def ink(socket: WebSocket) -> None:
        nonlocal prepared
        if not prepared:  # who opens a pad may soon teach; nobody need wait for it to end
            prepared = True
            patient_threads.submit(hand.prepare, model)
        await converse(socket, answer)

    return Guard(app, hosts=hosts)


def _finish(collection: Collection) -> None:
    try:
        collection.finish()
    except DigitinkError as error:
        log.error("%s", error)


def _holds_ink(request: Request) -> bool:
    """Whether the body says it is ink, not a picture. Raises Problem (415) on anything else."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given == "application/json":
        return True
    if given.startswith("image/") or given in ("", "application/octet-stream"):
        return False
    raise Problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"a body of type {given!r} is neither a picture nor ink",
        "send the bytes of a picture as image/png or the like, or ink as application/json",
    )


async def _answer_problem(_: Request, error: Exception) -> JSONResponse:
    headers = None
    match error:
        case HTTPException():
            problem = Problem(error.status_code, error.detail, "see /openapi.json")
            headers = error.headers
        case RequestValidationError():
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}: {first['msg']}")
        case _:
            problem = problem_of(error)
    return JSONResponse(problem.to_dict(), problem.status, headers=headers)

"""The route of those who look inside a reading."""

import asyncio
from concurrent.futures import Executor
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from digitink.frame import decoded
from digitink.hand import Hand
from digitink.inside import look
from digitink.model import Model
from digitink.server import schema


def router(
    hand: Hand, model: Model, threads: Executor, problems: dict[int | str, Any]
) -> APIRouter:
    """The route; the work is done in `threads`."""
    routes = APIRouter(prefix="/api", responses=problems)

    @routes.post("/inside", response_model=schema.InsideAnswer)
    async def inside(body: schema.InsideBody) -> JSONResponse:
        """Which ink of a frame speaks for and against an answer, and what each convolution sees.

        By occlusion (Zeiler & Fergus, 2014): patches of ink are taken away, one after the other,
        and the answer is asked for again.
        """
        work = asyncio.get_running_loop().run_in_executor(threads, _looked, body, hand, model)
        return JSONResponse(await work)

    return routes


def _looked(body: schema.InsideBody, hand: Hand, model: Model) -> dict[str, Any]:
    opened = hand.personal(model) if body.personal else model
    return look(decoded(body.frame), digit=body.digit, model=opened).to_dict()

"""The routes of what one person taught: teach, list, undo, forget, switch off, export."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from digitink.hand import Hand
from digitink.model import Model
from digitink.server import schema
from digitink.server.answers import labelled_ink
from digitink.server.problems import Problem


def router(
    hand: Hand, model: Model, threads: Executor, problems: dict[int | str, Any]
) -> APIRouter:
    """The routes; the work is done in `threads`."""
    routes = APIRouter(prefix="/api", responses=problems)

    async def working(work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)

    @routes.post("/teach", response_model=schema.TaughtAnswer, openapi_extra=schema.LABELLED_INK)
    async def teach(request: Request) -> JSONResponse:
        """Keep that ink is a digit, and read accordingly from now on."""
        return JSONResponse(await working(_teach, await request.body(), hand, model))

    @routes.get("/hand", response_model=schema.HandAnswer)
    async def listed() -> JSONResponse:
        """All that was taught, the oldest first."""
        return JSONResponse(await working(hand.to_dict, model))

    @routes.put("/hand", response_model=schema.HandAnswer)
    async def switch(body: schema.SwitchBody) -> JSONResponse:
        """Switch off that readings follow what was taught, or on again."""
        await working(setattr, hand, "enabled", body.enabled)
        return JSONResponse(await working(hand.to_dict, model))

    @routes.delete("/hand", response_model=schema.HandAnswer)
    async def forget_all() -> JSONResponse:
        """Forget all."""
        await working(hand.forget_all)
        return JSONResponse(await working(hand.to_dict, model))

    @routes.post("/hand/undo", response_model=schema.HandAnswer)
    async def undo() -> JSONResponse:
        """Take back what was taught last."""
        await working(hand.undo)
        return JSONResponse(await working(hand.to_dict, model))

    @routes.delete("/hand/{number}", response_model=schema.HandAnswer)
    async def forget(number: int) -> JSONResponse:
        """Forget one correction."""
        if not await working(hand.forget, number):
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no correction {number}")
        return JSONResponse(await working(hand.to_dict, model))

    @routes.get("/hand/export", response_class=Response)
    async def export() -> Response:
        """All that was taught as ink JSON lines, to be kept or trained on."""
        lines = await working(hand.lines)
        headers = {"content-disposition": 'attachment; filename="digitink-hand.jsonl"'}
        return Response(lines, media_type="application/jsonl", headers=headers)

    return routes


def _teach(body: bytes, hand: Hand, model: Model) -> dict[str, Any]:
    ink, label = labelled_ink(body)
    taught = hand.teach(ink, label, model=model)
    return {"id": taught.id, "applied": taught.applied, "why": taught.why}

"""The routes of collecting: how far it is, one more digit, one taken back, all of it made."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from digitink.data.collection import Collection
from digitink.server import schema
from digitink.server.answers import labelled_ink


def router(collection: Collection, threads: Executor, problems: dict[int | str, Any]) -> APIRouter:
    """The routes; the work is done in `threads`."""
    routes = APIRouter(prefix="/api/collection", responses=problems)

    async def working(work: Callable[..., Any], *arguments: Any) -> JSONResponse:
        await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)
        return JSONResponse(collection.to_dict())

    @routes.get("", response_model=schema.CollectionAnswer)
    async def state() -> JSONResponse:
        """How many of each digit are there."""
        return JSONResponse(collection.to_dict())

    @routes.post("", response_model=schema.CollectionAnswer, openapi_extra=schema.LABELLED_INK)
    async def add(request: Request) -> JSONResponse:
        """Keep ink as the digit that was asked for."""
        return await working(_add, await request.body(), collection)

    @routes.post("/undo", response_model=schema.CollectionAnswer)
    async def undo() -> JSONResponse:
        """Take back the digit that was kept last."""
        return await working(collection.undo)

    @routes.post("/finish", response_model=schema.CollectionAnswer)
    async def finish() -> JSONResponse:
        """Make the files for other programs."""
        return await working(collection.finish)

    return routes


def _add(body: bytes, collection: Collection) -> None:
    collection.add(*labelled_ink(body))

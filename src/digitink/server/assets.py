"""The page and what it is made of: a handful of files, served from memory with an ETag each."""

import hashlib
from importlib import resources

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

MEDIA_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}


def routes() -> list[Route]:
    """A route for each file of the package's folder `web`; index.html is "/"."""
    found = []
    for file in resources.files("digitink").joinpath("web").iterdir():
        media_type = MEDIA_TYPES.get(file.name.rpartition(".")[2])
        if media_type is not None:
            path = "/" if file.name == "index.html" else f"/{file.name}"
            found.append(_route(path, media_type, file.read_bytes()))
    return found


def _route(path: str, media_type: str, content: bytes) -> Route:
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {"etag": etag, "cache-control": "no-cache"}  # kept, but asked for again each time

    async def answer(request: Request) -> Response:
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=media_type, headers=headers)

    return Route(path, answer)

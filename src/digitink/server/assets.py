"""The page and what it is made of: small files, served from memory, packed, with an ETag each."""

import gzip
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
    digest = hashlib.sha256(content).hexdigest()[:16]
    shared = {"cache-control": "no-cache", "vary": "accept-encoding"}  # kept, but asked for again
    plain = shared | {"etag": f'"{digest}"'}
    packed = shared | {"etag": f'"{digest}-gzip"', "content-encoding": "gzip"}
    bodies = ((content, plain), (gzip.compress(content, mtime=0), packed))

    async def answer(request: Request) -> Response:
        body, headers = bodies["gzip" in request.headers.get("accept-encoding", "")]
        if headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=media_type, headers=headers)

    return Route(path, answer)

"""The page and what it is made of: small files, served from memory, packed, with an ETag each."""

import gzip
import hashlib
from collections.abc import Callable
from functools import cache, partial
from importlib import resources

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from digitink.bundle import one_module

WEB = resources.files("digitink").joinpath("web")
MEDIA_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}


def routes() -> list[Route]:
    """A route for each file of the package's folder `web`; index.html is "/".

    A script comes with all that it imports, in one.
    """
    found = []
    for name in sorted(file.name for file in WEB.iterdir()):
        stem, _, kind = name.rpartition(".")
        if kind in MEDIA_TYPES:
            path = "/" if name == "index.html" else f"/{name}"
            text = partial(one_module, stem, _script) if kind == "js" else partial(_text, name)
            found.append(_route(path, MEDIA_TYPES[kind], text))
    return found


def _text(name: str) -> str:
    return WEB.joinpath(name).read_text(encoding="utf-8")


def _script(module: str) -> str:
    return _text(f"{module}.js")


def _route(path: str, media_type: str, text: Callable[[], str]) -> Route:
    shared = {"cache-control": "no-cache", "vary": "accept-encoding"}  # kept, but asked for again

    @cache  # made when it is first asked for
    def bodies() -> tuple[tuple[bytes, dict[str, str]], ...]:
        content = text().encode()
        digest = hashlib.sha256(content).hexdigest()[:16]
        plain = shared | {"etag": f'"{digest}"'}
        packed = shared | {"etag": f'"{digest}-gzip"', "content-encoding": "gzip"}
        return ((content, plain), (gzip.compress(content, mtime=0), packed))

    async def answer(request: Request) -> Response:
        body, headers = bodies()["gzip" in request.headers.get("accept-encoding", "")]
        if headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=media_type, headers=headers)

    return Route(path, answer)

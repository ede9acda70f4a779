"""The pad on a page of its own, with nothing around it, and pointers to draw on it with."""

import mimetypes
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from typing import Any

import pytest

ADDRESS = "https://pad.test/"  # only a secure page is told of coalesced points
LEFT, TOP, WIDTH, HEIGHT = 20, 10, 600, 300  # of the pad, in CSS px, inside its border
PAGE = f"""<!doctype html>
<title>pad</title>
<style>
  :root {{ color-scheme: light dark }}
  body {{ margin: 0; height: 3000px; color: #123456 }}
  #pad {{ position: absolute; left: {LEFT - 1}px; top: {TOP - 1}px; width: {WIDTH}px;
    height: {HEIGHT}px; border: 1px solid }}
  p {{ position: absolute; top: 330px }}
</style>
<div id="pad" tabindex="0"></div>
<p>words below the pad</p>
<script type="module">
  import {{ Pad }} from "./pad.js";
  window.changes = window.modes = 0;
  window.pad = new Pad(document.getElementById("pad"), {{
    onchange: () => window.changes++,
    onmodechange: () => window.modes++,
  }});
  window.pixels = (x, y) => [...document.querySelectorAll("#pad canvas")].map((canvas) => {{
    const ratio = canvas.width / parseFloat(canvas.style.width);
    return [...canvas.getContext("2d").getImageData(x * ratio, y * ratio, 1, 1).data];
  }});
  window.alpha = (x, y) => Math.max(...pixels(x, y).map(([, , , alpha]) => alpha));
</script>"""

Points = Sequence[tuple[float, float]]


class Board:
    """A page that holds a pad; points are in CSS px of the pad."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.devtools = page.context.new_cdp_session(page)

    def run(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    left, top, width, height = LEFT, TOP, WIDTH, HEIGHT

    @property
    def strokes(self) -> list[list[list[float]]]:
        found: list[list[list[float]]] = self.run("pad.strokes")
        return found

    @property
    def ways(self) -> list[list[tuple[float, float]]]:
        """The strokes without time and pressure."""
        return [[(round(x, 3), round(y, 3)) for x, y, *_ in points] for points in self.strokes]

    def alpha(self, x: float, y: float) -> int:
        """How much ink is seen there, 0 to 255."""
        found: int = self.run("at => alpha(...at)", [x, y])
        return found

    def colour(self, x: float, y: float) -> list[int]:
        """Red, green and blue of the ink that stays there."""
        found: list[int] = self.run("at => pixels(...at)[0].slice(0, 3)", [x, y])
        return found

    def mouse(self, kind: str, point: tuple[float, float], **options: Any) -> None:
        """An event of Chromium's own protocol; `pointerType` and `force` make it a pen's."""
        x, y = point
        given = {"button": "left", "buttons": 1, "clickCount": 1, **options}
        self.devtools.send(
            "Input.dispatchMouseEvent", {"type": kind, "x": LEFT + x, "y": TOP + y, **given}
        )

    def draw(self, points: Points, *, up: bool = True, **options: Any) -> None:
        self.mouse("mousePressed", points[0], **options)
        for point in points[1:]:
            self.mouse("mouseMoved", point, **options)
        if up:
            self.mouse("mouseReleased", points[-1], **{**options, "buttons": 0})

    def pen(self, points: Points, *, up: bool = True, force: float = 0.7) -> None:
        self.draw(points, up=up, pointerType="pen", force=force)

    def touch(self, kind: str, *points: tuple[int, float, float]) -> None:
        """The fingers (number, x, y) that are down, or have moved."""
        touches = [{"id": i, "x": LEFT + x, "y": TOP + y} for i, x, y in points]
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def finger(self, points: Points, *, up: bool = True) -> None:
        for i, point in enumerate(points):
            self.touch("touchMove" if i else "touchStart", (0, *point))
        if up:
            self.touch("touchEnd")


@pytest.fixture(scope="module")
def pages(browser: Any) -> Iterator[dict[str, Any]]:
    """Pages by what they were opened with, for the next test to use again."""
    opened: dict[str, Any] = {}
    yield opened
    for page in opened.values():
        page.context.close()


@pytest.fixture
def board(browser: Any, pages: dict[str, Any]) -> Iterator[Callable[..., Board]]:
    """Open the page of the pad; nothing must go wrong on it.

    A test that changes more than the page itself opens it with an option of its own.
    """
    complaints = []
    files = resources.files("digitink").joinpath("web")

    def answer(route: Any) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        media_type, _ = mimetypes.guess_type(name or "index.html")
        body = files.joinpath(name).read_text(encoding="utf-8") if name else PAGE
        route.fulfill(body=body, content_type=media_type)

    def complain(error: Any) -> None:
        complaints.append(str(error))

    def open_page(**options: Any) -> Board:
        if str(options) not in pages:
            context = browser.new_context(**{"viewport": {"width": 800, "height": 500}, **options})
            page = pages[str(options)] = context.new_page()
            page.set_default_timeout(10_000)
            page.route(f"{ADDRESS}**", answer)
        page = pages[str(options)]
        page.on("pageerror", complain)
        page.goto(ADDRESS)
        page.wait_for_function("window.pad?.scale && document.querySelector('canvas').width > 300")
        return Board(page)

    yield open_page
    for page in pages.values():
        page.remove_listener("pageerror", complain)
    assert complaints == []

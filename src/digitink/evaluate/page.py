"""HTML pages that stand alone: no script, and nothing that is fetched from elsewhere."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import digitink
from digitink import durable
from digitink.errors import MissingExtra

PACKAGES = ("matplotlib", "jinja2")
TEMPLATES = Path(__file__).parent / "templates"


def check(path: Path) -> None:
    """Raise OutputError where no page can be written to `path`, MissingExtra where none be made."""
    if any(find_spec(package) is None for package in PACKAGES):
        raise MissingExtra("train", "a report")
    durable.check(path)


def write(path: Path, page: str) -> None:
    """Write a page whole or not at all. Raises OutputError."""
    durable.write(path, page.encode())


def render(template: str, values: Mapping[str, Any], folder: Path = TEMPLATES) -> str:
    """A page from a template in `folder`, which may extend those in this house's templates/."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = Markup  # ours, and its texts are escaped
    page = environment.get_template(template).render(version=digitink.__version__, **values)
    return page.replace(" %", "\N{NO-BREAK SPACE}%")

"""HTML pages that stand alone: no script, and nothing that is fetched from elsewhere."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import digitink
from digitink import durable
from digitink.errors import MissingExtra

PACKAGES = ("matplotlib", "jinja2")


def check(path: Path) -> None:
    """Raise OutputError where no page can be written to `path`, MissingExtra where none be made."""
    if any(find_spec(package) is None for package in PACKAGES):
        raise MissingExtra("train", "a report")
    durable.check(path)


def write(path: Path, page: str) -> None:
    """Write a page whole or not at all. Raises OutputError."""
    durable.write(path, page.encode())


def render(template: str, values: Mapping[str, Any]) -> str:
    """A page from one of our templates, in this house's templates/."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("digitink.evaluate"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = Markup  # ours, and its texts are escaped
    page = environment.get_template(template).render(version=digitink.__version__, **values)
    return page.replace(" %", "\N{NO-BREAK SPACE}%")

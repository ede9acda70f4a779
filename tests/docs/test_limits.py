"""docs/limits.md names every limit, and its number."""

import re
from pathlib import Path

from digitink import limits

PAGE = (Path(__file__).parents[2] / "docs/limits.md").read_text(encoding="utf-8")
UNITS = {"": 1, " MiB": 2**20, " GiB": 2**30}


def test_the_tables_are_the_limits():
    rows = re.findall(r"^\| `(\w+)` \| ([\d,.]+)( \w+)? \| .+ \|$", PAGE, re.MULTILINE)
    told = {name: float(number.replace(",", "")) * UNITS[unit] for name, number, unit in rows}
    assert told == {name: value for name, value in vars(limits).items() if name.isupper()}

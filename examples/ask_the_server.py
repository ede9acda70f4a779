"""Ask a running digitink over HTTP: from any program, with the standard library alone.

    digitink draw --no-browser --port 8765
    python examples/ask_the_server.py http://127.0.0.1:8765/ tests/golden/number.png

The server says at /openapi.json what else it answers.
"""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

address, picture = sys.argv[1:]


def ask(body: bytes, kind: str) -> Any:
    """What the server reads in a picture or in ink: a Reading as JSON."""
    request = Request(f"{address}api/read", data=body, headers={"content-type": kind})
    with urlopen(request) as answer:
        return json.load(answer)


print("the picture:", ask(Path(picture).read_bytes(), "image/png")["text"])

ink = {"strokes": [[[0, 4], [62, 0], [45, 40], [22, 100]]]}
for line in ask(json.dumps(ink).encode(), "application/json")["lines"]:
    for digit in line["digits"]:
        print(f"the ink: {digit['value']}, {digit['probability']:.1%}")

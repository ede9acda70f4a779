"""Every example does what it says, run as its reader would run it."""

import asyncio
import csv
import io
import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
NUMBER = ROOT / "tests/golden/number.png"
TESTED = {
    "ask_the_server",
    "classify_frames",
    "embed_in_fastapi",
    "form_to_csv",
    "read_a_picture",
    "read_ink",
    "train_and_read",
}


def run(name, *arguments, cwd, **environment):
    """What an example prints."""
    return subprocess.run(
        [sys.executable, EXAMPLES / f"{name}.py", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_every_example_is_tested_and_says_how_to_run_it():
    assert {path.stem for path in EXAMPLES.glob("*.py")} == TESTED
    for name in TESTED:
        text = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
        assert re.search(rf"^    (python examples/{name}\.py|uvicorn .* {name}:app)", text, re.M)


def test_read_a_picture(tmp_path):
    first, *digits = run("read_a_picture", NUMBER, cwd=tmp_path).splitlines()
    assert first == "31415"
    assert [line[0] for line in digits] == list("31415")
    assert re.fullmatch(r"3 +\d+\.\d%  x \d+ to \d+, y \d+ to \d+", digits[0])
    blank = run("read_a_picture", ROOT / "tests/golden/blank.jpg", cwd=tmp_path)
    assert blank == "no digits found\n"


def test_read_ink(tmp_path):
    assert run("read_ink", cwd=tmp_path) == "42\n4\n"
    assert (tmp_path / "forty-two.json").exists()


def test_classify_frames(tmp_path):
    speed, right, surest = run("classify_frames", cwd=tmp_path).splitlines()
    assert re.fullmatch(r"[\d,]+ frames a second", speed)
    assert float(right.partition("%")[0]) > 99
    assert float(surest.partition("%")[0]) > 99.5


def test_ask_the_server(tmp_path):
    command = [sys.executable, "-m", "digitink", "draw", "--no-browser", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        picture, ink = run("ask_the_server", address, NUMBER, cwd=tmp_path).splitlines()
    finally:
        server.terminate()
        server.communicate(timeout=20)
    assert picture == "the picture: 31415"
    assert re.fullmatch(r"the ink: 7, \d+\.\d%", ink)


def test_embed_in_fastapi():
    spec = spec_from_file_location("embed_in_fastapi", EXAMPLES / "embed_in_fastapi.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)

    def ask(picture):
        async def post():
            transport = httpx.ASGITransport(module.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                kind = {"content-type": "image/png"}
                return await client.post("/meter", content=picture, headers=kind)

        return asyncio.run(post())

    found = ask(NUMBER.read_bytes())
    assert found.json() == {"number": "31415", "legible": True, "look": []}
    wrong = ask(b"no picture")
    assert wrong.status_code == 422
    assert "picture" in wrong.json()["detail"]


def test_form_to_csv(tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"")
    blank = ROOT / "tests/golden/blank.jpg"
    table = run("form_to_csv", NUMBER, blank, broken, cwd=tmp_path)
    head, number, empty, complaint = csv.reader(io.StringIO(table))
    assert head == ["file", "number", "least sure", "look"]
    assert number[1] == "31415"
    assert float(number[2]) > 0.5
    assert number[3] == ""
    assert empty[1:] == ["", "0.000", "yes"]
    assert complaint[1:3] == ["", ""]
    assert "broken.png" in complaint[3]


def test_train_and_read(tmp_path):
    pytest.importorskip("torch")
    # No thread spins while it waits for another: that is slow where the processor is shared.
    printed = run("train_and_read", cwd=tmp_path, OMP_WAIT_POLICY="passive")
    accuracy, number = printed.splitlines()
    assert float(accuracy.partition("%")[0]) > 98
    assert number == "7"
    assert (tmp_path / "runs/fast-seed0/model.onnx").exists()

"""Ink kept as JSON, SVG and PNG, and read again."""

import base64
import io
import json
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import digitink

pytestmark = pytest.mark.browser

THREE = [(30, 35), (80, 10), (150, 45), (90, 95), (160, 150), (90, 210), (20, 180)]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def written(board):
    """A pad with a 3, in the ink of a dark page."""
    page = board(color_scheme="dark")
    page.run("document.body.style.color = 'white'; pad.redraw()")
    points = [
        (x0 + (x1 - x0) * k / 8, y0 + (y1 - y0) * k / 8)
        for (x0, y0), (x1, y1) in pairwise(THREE)
        for k in range(8)
    ]
    page.draw([*points, THREE[-1]])
    return page


def png(board):
    """What `toPNG` gives, as grey pixels."""
    encoded = board.run(
        """async () => {
            const blob = await pad.toPNG();
            window.type = blob.type;
            return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
        }"""
    )
    assert board.run("type") == "image/png"
    data = base64.b64decode(encoded)
    return data, np.asarray(Image.open(io.BytesIO(data)).convert("L"))


def test_json_is_ink(written):
    text = written.run("pad.toJSON()")
    ink = digitink.Ink.from_json(text)
    given = np.array(written.strokes[0])
    given[:, 2] -= given[0, 2]
    assert np.allclose(ink.strokes[0], given, atol=0.006)
    assert json.loads(text)["pen"] == written.run("pad.penWidth")
    assert digitink.read(ink).text == "3"


def test_json_is_loaded_as_it_was_saved(written):
    text = written.run("pad.toJSON()")
    written.run("text => pad.load(JSON.parse(text).strokes)", text)
    assert written.run("pad.toJSON()") == text


def test_png_is_black_ink_on_white_paper_around_it(written):
    data, pixels = png(written)
    assert pixels.min() == 0
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    assert rim.min() == 255
    height, width = pixels.shape
    assert height == pytest.approx(3 * (200 + 4 * 6), rel=0.03)
    assert width == pytest.approx(3 * (140 + 4 * 6), rel=0.03)
    assert digitink.read(data).text == "3"


def test_svg_looks_as_the_png_does(written):
    _, pixels = png(written)
    text = written.run("pad.toSVG()")
    root = ElementTree.fromstring(text)
    assert len(root.findall(f"{SVG}g")) == 1  # a group for the stroke
    drawn = written.run(
        """async ([text, width, height]) => {
            const image = new Image();
            image.src = URL.createObjectURL(new Blob([text], {type: 'image/svg+xml'}));
            await image.decode();
            const canvas = new OffscreenCanvas(width, height);
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0, width, height);
            const {data} = context.getImageData(0, 0, width, height);
            return [...data].filter((_, i) => i % 4 === 0);
        }""",
        [text, pixels.shape[1], pixels.shape[0]],
    )
    difference = np.abs(np.array(drawn, float).reshape(pixels.shape) - pixels)
    assert difference.mean() < 0.5
    assert (difference > 128).mean() < 1e-3


def test_saved_ink_has_the_pen_that_was_set(written):
    thin = (png(written)[1] < 128).sum()
    written.run("pad.penWidth *= 2")
    assert (png(written)[1] < 128).sum() == pytest.approx(2 * thin, rel=0.15)


def test_an_empty_pad_saves_blank_paper(board):
    page = board()
    assert json.loads(page.run("pad.toJSON()"))["strokes"] == []
    assert png(page)[1].min() == 255
    assert not ElementTree.fromstring(page.run("pad.toSVG()")).findall(f"{SVG}g")


def test_a_png_of_vast_ink_is_brought_down(board):
    page = board()
    page.run("pad.load([[[0, 0], [90000, 300]]])")
    assert max(png(page)[1].shape) == 4096


@pytest.mark.parametrize(
    "ink",
    ["[[[-1e9, -1e9], [1e9, 1e9]], [[0, 0], [1, 30]]]", "[[[0, 4e6], [62e6, 0], [22e6, 1e8]]]"],
)
def test_ink_as_long_as_it_may_be_is_drawn_in_few_steps(board, ink):
    page = board()
    page.run(f"pad.load({ink})")
    assert 0 < page.run("pad.scale") < 1e-3
    assert len(page.run("pad.toSVG()")) < 30_000

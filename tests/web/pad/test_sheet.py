"""How ink looks: sharp, whole, in its colours, with its pen."""

import pytest

pytestmark = pytest.mark.browser

INK, UNSURE, UNSURE_IN_THE_DARK = [0x12, 0x34, 0x56], [0xAD, 0x34, 0x18], [0xFF, 0x9B, 0x73]
LEFT_LINE, RIGHT_LINE = [(100, 40), (100, 240)], [(500, 40), (500, 240)]


def inked(board):
    """The box of all ink seen, in CSS px, and how many device pixels it has."""
    return board.run(
        """() => {
            const box = [Infinity, Infinity, -Infinity, -Infinity];
            let count = 0;
            for (const canvas of document.querySelectorAll('#pad canvas')) {
                const {width, height} = canvas;
                const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
                const ratio = width / parseFloat(canvas.style.width);
                for (let i = 0; i < width * height; i++) {
                    if (data[4 * i + 3] < 128) continue;
                    const [x, y] = [i % width / ratio, Math.floor(i / width) / ratio];
                    [Math.min, Math.min, Math.max, Math.max].forEach((pick, side) => {
                        box[side] = pick(box[side], [x, y][side % 2]);
                    });
                    count++;
                }
            }
            return [...box, count];
        }"""
    )


def size(board, width, height=300):
    """Give the pad this size, and wait until it shows it."""
    board.run(
        "size => Object.assign(pad.host.style, size)",
        {"width": f"{width}px", "height": f"{height}px"},
    )
    board.run("new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))")


@pytest.mark.parametrize("ratio", [1, 1.5, 2, 3])
def test_ink_is_as_sharp_as_the_screen(board, ratio):
    page = board(device_scale_factor=ratio)
    page.draw([(200, 50), (200, 250)])
    canvases = page.run(
        "[...document.querySelectorAll('canvas')].map(c => [c.width, c.height, c.style.width])"
    )
    for width, height, shown in canvases:
        assert (width, height) == (600 * ratio, 300 * ratio)
        assert float(shown.removesuffix("px")) == 600
    pixels = page.run(
        """ratio => {
            const {data} = document.querySelector('canvas').getContext('2d')
                .getImageData(180 * ratio, 150 * ratio, 40 * ratio, 1);
            return [...data].filter((_, i) => i % 4 === 3);
        }""",
        ratio,
    )
    edge = [alpha for alpha in pixels if 0 < alpha < 255]
    assert len(edge) <= 2  # device pixels, at any ratio
    assert pixels.count(255) == pytest.approx(page.run("pad.penWidth") * ratio, rel=0.35)


def test_another_zoom_draws_ink_anew_in_its_pixels(board):
    page = board(device_scale_factor=1)
    page.draw([(200, 50), (200, 250)])
    before = inked(page)
    for ratio in (3, 2):
        page.devtools.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": 1200 // ratio, "height": 500, "deviceScaleFactor": ratio, "mobile": False},
        )
        page.page.wait_for_function(f"document.querySelector('canvas').width === {600 * ratio}")
    after = inked(page)
    assert after[:4] == pytest.approx(before[:4], abs=1)
    assert after[4] == pytest.approx(4 * before[4], rel=0.2)


def test_a_pad_that_shrinks_shows_all_ink_smaller_and_keeps_its_strokes(board):
    page = board()
    page.draw(LEFT_LINE)
    page.draw(RIGHT_LINE)
    strokes = page.strokes
    size(page, 250)
    assert page.run("pad.scale") == pytest.approx(250 / (500 + page.run("pad.penWidth")))
    left, top, right, bottom, _ = inked(page)
    assert 0 < left < right < 250
    assert 0 < top < bottom < 300
    assert page.strokes == strokes
    size(page, 600)
    assert page.run("pad.scale") == 1
    assert inked(page)[2] == pytest.approx(500, abs=6)


def test_new_ink_on_a_pad_that_has_shrunk_lands_under_the_pen(board):
    page = board()
    page.draw(RIGHT_LINE)
    size(page, 250)
    page.draw([(50, 50), (50, 100)])
    assert page.alpha(50, 75) == 255
    scale = page.run("pad.scale")
    assert page.ways[1][0] == pytest.approx((50 / scale, 50 / scale), abs=0.01)


def test_a_pad_without_ink_begins_at_its_own_scale_and_undo_finds_back(board):
    page = board()
    page.draw(RIGHT_LINE)
    size(page, 250)
    shrunk = page.run("pad.scale")
    page.run("pad.clear()")
    assert page.run("pad.scale") == 1
    page.draw([(50, 50), (50, 100)])
    assert page.ways == [[(50, 50), (50, 100)]]
    page.run("pad.undo(); pad.undo()")
    assert page.run("pad.scale") == pytest.approx(shrunk)
    assert inked(page)[2] < 250
    page.draw([(20, 20), (20, 60)])
    page.run("pad.undo()")
    assert page.run("pad.scale") == pytest.approx(shrunk)  # nothing jumps


def test_ink_that_went_beyond_the_edge_stays_there_when_the_pad_shrinks(board):
    page = board()
    page.draw([(550, 100), (590, 100)])
    page.draw([(300, 100), (700, 100), (300, 120)])
    page.run("pad.undo(); pad.redo()")
    assert page.run("pad.scale") == 1
    size(page, 300)
    assert page.run("pad.scale") == 0.5


def test_loaded_ink_that_is_wider_than_the_pad_is_seen_whole(board):
    page = board()
    page.run("pad.load([[[10, 10], [2000, 10], [2000, 500]]])")
    assert page.run("pad.scale") < 0.3
    assert inked(page)[2] < 600


def test_the_pen_is_as_wide_as_it_is_set_and_shown_at_once(board):
    page = board()
    assert page.run("pad.penWidth") == 6  # 2 % of the pad's 300
    page.draw([(200, 50), (200, 250)])
    page.draw([(300, 50), (300, 250)], up=False)
    thin = inked(page)[4]
    page.run("pad.penWidth = 18")
    assert page.run("pad.penWidth") == 18
    assert inked(page)[4] == pytest.approx(3 * thin, rel=0.2)


def test_a_pen_leaves_more_ink_where_it_is_pressed(board):
    page = board()
    page.pen([(200, 50 + 10 * i) for i in range(20)], force=0.1)
    light = inked(page)[4]
    page.pen([(400, 50 + 10 * i) for i in range(20)], force=1)
    assert inked(page)[4] > 2.3 * light


def test_unsure_ink_looks_unsure(board):
    page = board(color_scheme="light")
    page.draw(LEFT_LINE)
    page.draw(RIGHT_LINE)
    assert page.colour(100, 150) == page.colour(500, 150) == INK
    page.run("pad.mark([{strokes: [0], chosen: true}, {strokes: [1], unsure: true, chosen: true}])")
    assert page.colour(100, 150) == INK  # the page sets no other for chosen ink
    assert page.colour(500, 150) == UNSURE
    page.page.emulate_media(color_scheme="dark")
    page.page.wait_for_function(
        "colour => String(pixels(500, 150)[0].slice(0, 3)) === String(colour)",
        arg=UNSURE_IN_THE_DARK,
    )
    page.run("pad.host.style.cssText += '--ink-unsure: rgb(1 2 3); --ink-chosen: rgb(4 5 6)'")
    page.run("pad.redraw()")
    assert page.colour(100, 150) == [4, 5, 6]
    assert page.colour(500, 150) == [1, 2, 3]
    page.run("pad.mark([])")
    assert page.colour(500, 150) == INK


def test_marks_stay_with_their_strokes(board):
    page = board()
    page.draw(LEFT_LINE)
    page.draw(RIGHT_LINE)
    page.run("pad.mark([{strokes: [1], unsure: true}]); pad.undo(); pad.redo()")
    assert page.colour(500, 150) == UNSURE
    page.run("pad.mark([{strokes: [7, -1, 1], unsure: true}])")  # of ink that is not there any more
    assert page.colour(500, 150) == UNSURE


def test_ink_keeps_its_colour_while_a_pen_is_down(board):
    page = board()
    page.draw(LEFT_LINE)
    page.draw(RIGHT_LINE, up=False)
    page.run("pad.mark([{strokes: [0, 1], unsure: true}])")
    assert page.colour(100, 150) == INK
    page.mouse("mouseReleased", RIGHT_LINE[-1], buttons=0)
    assert page.colour(100, 150) == page.colour(500, 150) == UNSURE


def test_the_same_marks_draw_nothing(board):
    page = board()
    page.draw(LEFT_LINE)
    page.run("pad.mark([{strokes: [0], unsure: true}])")
    page.run(
        """() => {
            CanvasRenderingContext2D.prototype.fill = () => { throw new Error('drawn'); };
            pad.mark([{strokes: [0], unsure: true}]);
        }"""
    )


def test_a_pad_that_is_destroyed_leaves_its_host_as_it_was(board):
    page = board()
    page.draw(LEFT_LINE)
    page.run("pad.destroy()")
    assert page.run("pad.host.childNodes.length") == 0
    page.draw(RIGHT_LINE)
    assert len(page.strokes) == 1

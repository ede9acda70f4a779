"""Drawing with the keyboard alone."""

import pytest

pytestmark = pytest.mark.browser

MIDDLE = (300, 150)


@pytest.fixture
def keyed(board):
    """A pad with the focus, whose page hands it all keys."""
    page = board()
    page.run("addEventListener('keydown', event => window.taken = pad.key(event))")
    page.page.keyboard.press("Tab")
    return page


def press(board, *keys):
    for key in keys:
        board.page.keyboard.press(key)


def cursor(board):
    """Middle of the cursor on the pad; None where it is not shown."""
    return board.run(
        """() => {
            const mark = pad.host.querySelector('[aria-hidden]');
            const {width, x, y} = mark.getBoundingClientRect();
            const host = pad.host.getBoundingClientRect();
            const side = width / 2;
            return width ? [x + side - host.x - 1, y + side - host.y - 1] : null;
        }"""
    )


def said(board):
    return board.page.get_by_role("status").text_content()


def test_the_cursor_shows_where_one_comes_by_keys_and_goes_with_the_focus(keyed):
    assert cursor(keyed) == pytest.approx(MIDDLE)
    keyed.run("pad.host.blur()")
    assert cursor(keyed) is None
    keyed.page.mouse.click(100, 100)
    assert cursor(keyed) is None
    press(keyed, "ArrowLeft")
    assert cursor(keyed) is not None


def test_arrows_move_it_and_space_draws(keyed):
    press(keyed, "ArrowRight", "ArrowRight", "ArrowDown")
    assert keyed.strokes == []
    press(keyed, "Space", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Space", "ArrowUp")
    x, y = MIDDLE[0] + 16, MIDDLE[1] + 8
    assert keyed.ways == [[(x, y), (x + 8, y), (x + 8, y + 8), (x, y + 8), (x, y)]]
    assert keyed.alpha(x + 8, y + 4) == 255
    assert cursor(keyed) == pytest.approx((x, y - 8))


def test_two_arrows_at_once_and_the_keypad_go_aslant(keyed):
    x, y = MIDDLE
    press(keyed, "Space")
    keyed.page.keyboard.down("ArrowRight")
    press(keyed, "ArrowDown")
    keyed.page.keyboard.up("ArrowRight")
    press(keyed, "Home", "PageUp", "End", "PageDown")
    assert keyed.ways == [
        [
            (x, y),
            (x + 8, y),
            (x + 16, y + 8),
            (x + 8, y),
            (x + 16, y - 8),
            (x + 8, y),
            (x + 16, y + 8),
        ]
    ]


def test_shift_makes_small_steps(keyed):
    press(keyed, "Shift+ArrowUp", "Shift+ArrowLeft")
    assert cursor(keyed) == pytest.approx((MIDDLE[0] - 2, MIDDLE[1] - 2))


def test_it_stays_on_the_pad(keyed):
    press(keyed, *["ArrowUp"] * 30)
    assert cursor(keyed) == pytest.approx((MIDDLE[0], 0))
    keyed.run("pad.host.style.width = '200px'")
    keyed.page.wait_for_function("document.querySelector('canvas').width === 200")
    assert cursor(keyed) == pytest.approx((200, 0))


@pytest.mark.parametrize("ending", ["Space", "Escape", "blur"])
def test_a_stroke_ends(keyed, ending):
    border = "getComputedStyle(pad.host.querySelector('[aria-hidden]')).borderTopStyle"
    assert keyed.run(border) == "dashed"
    press(keyed, "Space", "ArrowRight")
    assert keyed.run("pad.drawing")
    assert keyed.run(border) == "solid"
    if ending == "blur":
        keyed.run("pad.host.blur()")
    else:
        press(keyed, ending)
    assert not keyed.run("pad.drawing")
    assert len(keyed.strokes) == 1
    assert keyed.run(border) == "dashed"
    press(keyed, "ArrowRight")
    assert len(keyed.strokes[0]) == 2


def test_a_tap_of_space_is_a_dot_and_a_held_one_no_more(keyed):
    keyed.page.keyboard.down("Space")
    keyed.page.keyboard.down("Space")  # which repeats it
    keyed.page.keyboard.up("Space")
    assert keyed.run("pad.drawing")
    press(keyed, "Space")
    assert keyed.ways == [[MIDDLE]]


def test_undo_lifts_the_pen_and_takes_its_stroke(keyed):
    press(keyed, "Space", "ArrowRight", "Control+z")
    assert keyed.strokes == []
    press(keyed, "ArrowRight", "Control+Shift+z")
    assert keyed.ways == [[MIDDLE, (MIDDLE[0] + 8, MIDDLE[1])]]


def test_it_is_said_whether_the_pen_is_down_and_where(keyed):
    press(keyed, "Space")
    assert said(keyed) == "pen down, 50 % across, 50 % down"
    press(keyed, *["ArrowRight"] * 15, "Space")
    assert said(keyed) == "pen up, 70 % across, 50 % down"


def test_only_its_own_keys_are_taken_and_only_on_the_pad(keyed):
    for key in ("Enter", "7", "Tab", "Escape", "Control+ArrowLeft", "Alt+Home", "p"):
        keyed.run("pad.host.focus()")
        press(keyed, key)
        assert keyed.run("taken") is False, key
    keyed.run("pad.host.blur()")
    for key in ("ArrowLeft", "Space", "Home"):
        press(keyed, key)
        assert keyed.run("taken") is False, key
    assert keyed.run("pad.strokes.length") == 0


@pytest.mark.parametrize("clear", ["c", "Delete", "Backspace"])
def test_undo_redo_and_clear_by_keys(keyed, clear):
    keyed.draw([(10, 10), (20, 20)])
    for key, left in [
        ("Control+z", 0),
        ("Control+Shift+z", 1),
        ("Meta+z", 0),
        ("Control+y", 1),
        (clear, 0),
        ("Control+z", 1),
    ]:
        press(keyed, key)
        assert len(keyed.strokes) == left, key
        assert keyed.run("taken") is True

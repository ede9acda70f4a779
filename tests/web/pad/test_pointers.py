"""What mouse, pens and fingers do on the pad, by real events."""

import pytest

pytestmark = pytest.mark.browser

LINE = [(100, 100), (140, 110), (180, 120)]
PALM = [(300, 200), (305, 202), (310, 204)]


@pytest.mark.parametrize("pointer", ["draw", "pen", "finger"])
def test_each_pointer_draws_what_it_goes(board, pointer):
    page = board(has_touch=True)
    getattr(page, pointer)(LINE)
    assert page.ways == [LINE]
    (points,) = page.strokes
    times = [t for _, _, t, _ in points]
    assert times == sorted(times)
    assert [p for *_, p in points] == pytest.approx([0.7 if pointer == "pen" else 0.5] * 3)


@pytest.mark.parametrize("pointer", ["draw", "pen", "finger"])
def test_ink_is_there_in_the_event_itself(board, pointer):
    page = board(has_touch=True)
    page.run(
        """([left, top]) => {
            window.seen = [];
            for (const type of ['pointerdown', 'pointermove']) {
                pad.host.addEventListener(type, ({clientX: x, clientY: y}) =>
                    seen.push(alpha(x - left, y - top)));
            }
        }""",
        [page.left, page.top],
    )
    getattr(page, pointer)(LINE)
    assert page.run("seen") == [255] * 3


def test_all_points_between_two_frames_are_drawn(board):
    page = board()
    page.draw([(10, 10)], up=False)
    page.run(
        """() => {
            const at = (x, y) => new PointerEvent('pointermove', {pointerId: 1, buttons: 1,
                clientX: x + 20, clientY: y + 10});
            const coalescedEvents = [at(30, 50), at(60, 10), at(90, 50)];
            const {clientX, clientY} = coalescedEvents[2];
            pad.host.dispatchEvent(new PointerEvent('pointermove',
                {pointerId: 1, buttons: 1, clientX, clientY, coalescedEvents}));
        }"""
    )
    assert page.ways == [[(10, 10), (30, 50), (60, 10), (90, 50)]]


def test_a_tap_is_a_dot(board):
    page = board(has_touch=True)
    page.draw([(50, 50)])
    page.finger([(250, 50)])
    page.pen([(450, 50)])
    assert page.ways == [[(50, 50)], [(250, 50)], [(450, 50)]]
    assert [page.alpha(x, 50) for x in (50, 250, 450)] == [255] * 3


def test_other_buttons_draw_nothing(board):
    page = board()
    for button, buttons in (("right", 2), ("middle", 4)):
        page.draw(LINE, button=button, buttons=buttons)
    assert page.strokes == []


def test_a_stroke_ends_with_its_button_though_another_one_is_held(board):
    page = board()
    page.draw(LINE, up=False)
    page.mouse("mousePressed", LINE[-1], button="right", buttons=3)
    page.mouse("mouseMoved", (200, 130), buttons=3)
    page.mouse("mouseReleased", (200, 130), button="left", buttons=2)
    page.mouse("mouseMoved", (300, 130), button="right", buttons=2)
    assert page.ways == [[*LINE, (200, 130)]]
    assert not page.run("pad.drawing")


def test_a_stroke_may_leave_the_pad_and_come_back(board):
    page = board()
    outside = [(590, 100), (700, 100), (700, 480), (-15, 480), (300, 100)]
    page.draw(outside)
    assert page.ways == [outside]
    assert page.run("pad.scale") == 1


def test_two_pens_at_once_draw_a_stroke_each(board):
    page = board(has_touch=True)
    page.touch("touchStart", (0, 100, 50), (1, 300, 50))
    page.touch("touchMove", (0, 100, 150), (1, 300, 150))
    page.draw([(500, 50), (500, 150)])  # the mouse as well
    assert len(page.strokes) == 3
    page.touch("touchEnd")
    ways = page.ways
    assert ways[0] == [(500, 50), (500, 150)]  # in the order in which they ended
    assert sorted(ways[1:]) == [[(100, 50), (100, 150)], [(300, 50), (300, 150)]]


def test_a_touch_that_the_system_takes_away_was_no_stroke(board):
    page = board(has_touch=True)
    page.finger(LINE, up=False)
    assert page.alpha(*LINE[1]) == 255
    page.touch("touchCancel")
    assert page.strokes == []
    assert page.alpha(*LINE[1]) == 0
    assert not page.run("pad.canUndo || pad.drawing")


def test_a_stroke_whose_capture_is_lost_is_kept(board):
    page = board()
    page.draw(LINE, up=False)
    page.run("pad.host.releasePointerCapture(1)")
    page.mouse("mouseMoved", (300, 100))
    assert page.ways == [LINE]
    assert not page.run("pad.drawing")
    page.mouse("mouseReleased", (300, 100), buttons=0)
    page.draw([(10, 10), (20, 20)])
    assert len(page.strokes) == 2


def test_a_pad_that_is_taken_away_while_a_pen_is_down_keeps_its_ink(board):
    page = board()
    page.draw(LINE, up=False)
    page.run("pad.host.remove()")
    page.mouse("mouseReleased", LINE[-1], buttons=0)
    assert page.ways == [LINE]


def test_fingers_draw_until_a_pen_is_seen(board):
    page = board(has_touch=True)
    assert page.run("[pad.penSeen, pad.fingers]") == [False, True]
    page.finger(LINE)
    page.pen([(10, 10), (20, 20)])
    assert page.run("[pad.penSeen, pad.fingers, modes]") == [True, False, 1]
    page.finger(PALM)
    page.draw([(400, 10), (420, 20)])  # the mouse still does
    assert page.ways == [LINE, [(10, 10), (20, 20)], [(400, 10), (420, 20)]]


def test_a_palm_that_lies_before_the_pen_comes_leaves_no_ink(board):
    page = board(has_touch=True)
    page.finger(PALM, up=False)
    assert len(page.strokes) == 1
    page.mouse("mouseMoved", LINE[0], pointerType="pen", buttons=0, button="none")  # near only
    assert page.strokes == []
    page.pen(LINE, up=False)
    page.touch("touchMove", (0, 320, 210))
    page.touch("touchEnd")
    page.mouse("mouseReleased", LINE[-1], pointerType="pen", buttons=0)
    assert page.ways == [LINE]


def test_fingers_may_be_told_to_draw_or_not(board):
    page = board(has_touch=True)
    page.pen(LINE)
    page.run("pad.fingers = true")
    page.finger(PALM)
    assert page.ways == [LINE, PALM]
    page.finger(PALM, up=False)
    page.run("pad.fingers = false")  # takes the stroke of a finger that is down
    page.touch("touchEnd")
    page.finger(PALM)
    assert page.ways == [LINE, PALM]
    assert page.run("modes") == 3
    again = board(has_touch=True)
    again.run("pad.fingers = true")
    again.pen(LINE)
    again.finger(PALM)
    assert again.ways == [LINE, PALM]  # what was set holds, a pen or no pen


def test_a_finger_does_not_scroll_nor_select_nor_call_a_menu(board):
    page = board(has_touch=True, is_mobile=True, viewport={"width": 700, "height": 500})
    page.run(
        """() => {
            window.went = [];
            for (const type of ['touchmove', 'contextmenu', 'selectstart', 'dragstart']) {
                addEventListener(type, event => went.push([type, event.defaultPrevented]));
            }
        }"""
    )
    page.finger([(300, 250), *[(300, 250 - 20 * i) for i in range(1, 12)]])
    page.finger([(300, 20), *[(300, 20 + 20 * i) for i in range(1, 12)]])
    assert page.run("[scrollX, scrollY]") == [0, 0]
    moves = [prevented for kind, prevented in page.run("went") if kind == "touchmove"]
    assert len(moves) > 10
    assert all(moves)
    style = page.run("Object.assign({}, getComputedStyle(pad.host))")
    assert style["touchAction"] == "none"
    assert style["userSelect"] == "none"


def test_a_mouse_selects_nothing_and_calls_no_menu(board):
    page = board()
    page.run("addEventListener('contextmenu', event => window.prevented = event.defaultPrevented)")
    page.draw([(100, 100), (300, 200), (90, 325), (150, 330)])  # over the words below
    page.draw([(100, 100)], clickCount=2)
    assert page.run("String(getSelection())") == ""
    page.draw([(100, 100)], button="right", buttons=2)
    assert page.run("prevented") is True


def test_ink_lands_under_the_pen_on_a_pad_that_css_has_zoomed(board):
    page = board()
    for style in ("zoom = 0.5", "transform = 'scale(0.5)'"):
        page.run(f"pad.host.style.{style}; pad.host.style.transformOrigin = '0 0'")
        box = page.run("pad.host.getBoundingClientRect().toJSON()")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.draw([(x - page.left, y - page.top)])
        assert page.ways[-1] == [pytest.approx((page.width / 2, page.height / 2), abs=1)]
        page.run("pad.host.style.zoom = pad.host.style.transform = ''")


def test_the_last_of_ten_thousand_points_costs_no_more_than_the_first(board):
    page = board()
    page.draw([(5, 5)], up=False)
    costs = page.run(
        """() => {
            let lines = 0;
            const {lineTo} = CanvasRenderingContext2D.prototype;
            CanvasRenderingContext2D.prototype.lineTo = function (...to) {
                lines++;
                return lineTo.apply(this, to);
            };
            return Array.from({length: 10_000}, (_, i) => {
                const before = lines;
                const [row, column] = [Math.floor(i / 100), i % 100];
                pad.host.dispatchEvent(new PointerEvent('pointermove', {pointerId: 1, buttons: 1,
                    clientX: 60 + 5 * (row % 2 ? 100 - column : column), clientY: 20 + 2 * row}));
                return lines - before;
            });
        }"""
    )
    page.mouse("mouseReleased", (5, 5), buttons=0)
    assert len(page.strokes[0]) == 10_002
    assert max(costs[-1000:]) <= max(costs[:1000])

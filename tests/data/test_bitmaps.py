import pytest

from digitink.data import bitmaps
from digitink.errors import DataError

HEADER = "made for a test\n\nentwidth = 32\nntot = {}\nlastparag = 0\n"
PAPER = "0" * 32
INK = "0" * 15 + "11" + "0" * 15


def digit(label, rows=32):
    return "\n".join([PAPER, *[INK] * (rows - 2), PAPER]) + f"\n {label}\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "digits"


@pytest.mark.parametrize("end", ["", "EOF"])
def test_bitmaps_are_read(path, end):
    path.write_text(HEADER.format(2) + digit(7) + digit(0) + end)
    samples = bitmaps.read(path)
    assert samples.labels.tolist() == [7, 0]
    assert samples.sources[0].shape == (32, 32)
    assert samples.sources[0].sum() == 60
    assert samples.sources[0][1, 15] == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'does not say how many digits it holds; expected "ntot = N"'),
        ("no header\n" + digit(7), "does not say how many"),
        (HEADER.format(2) + digit(7), "2 images but 1 labels"),
        (HEADER.format(1), "1 images but 0 labels"),
        (HEADER.format(1) + digit(10), "line 38: '10'; expected a digit 0..9"),
        (HEADER.format(1) + digit("x"), "line 38: 'x'; expected a digit 0..9"),
        (
            HEADER.format(1) + digit(7).replace(INK, INK[1:], 1),
            "line 7: .*; expected 32 of 0 and 1",
        ),
        (HEADER.format(1) + digit(7).replace("11", "12", 1), "line 7: "),
        (HEADER.format(2) + digit(7, rows=31) + digit(7), "line 37: ' 7'; expected 32 of 0 and 1"),
        (HEADER.format(1) + digit(7)[:500], "1 images but 0 labels"),
    ],
)
def test_what_is_wrong_is_named(path, text, message):
    path.write_text(text)
    with pytest.raises(DataError, match=message):
        bitmaps.read(path)

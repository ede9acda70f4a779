import pytest

from digitink.desktop.words import Figure, Standing, certainty, percent, spelled, text_of
from digitink.reading import Digit


def figure(value, probability=0.999, *, unsure=False, yours=None):
    others = (1 - probability) / 9
    probabilities = [probability if i == value else others for i in range(10)]
    probabilities[(value + 1) % 10] += 1e-6
    return Figure(Digit(value, probability, tuple(probabilities), unsure, (0, 0, 9, 9)), yours)


SURE = figure(7)
UNSURE = figure(4, 0.6, unsure=True)
NONE = figure(8, 0.3, unsure=True)
YOURS = figure(8, 0.3, unsure=True, yours=3)


@pytest.mark.parametrize(
    ("figure", "standing", "text", "trust"),
    [
        (SURE, Standing.SURE, "7", "99.9 %"),
        (UNSURE, Standing.UNSURE, "4", "4? 60.0 %"),
        (NONE, Standing.NONE, "?", "no digit"),
        (YOURS, Standing.YOURS, "3", "as you said"),
    ],
)
def test_how_a_digit_stands(figure, standing, text, trust):
    assert (figure.standing, figure.text, figure.trust) == (standing, text, trust)
    assert figure.doubtful is (standing in (Standing.UNSURE, Standing.NONE))


def test_only_certainty_is_called_100():
    assert [percent(p) for p in (1.0, 0.99999, 0.9985, 0.0)] == [
        "100.0 %",
        "99.9 %",
        "99.8 %",
        "0.0 %",
    ]


def test_numbers_are_said_digit_by_digit():
    assert spelled(((SURE, UNSURE), (YOURS,))) == "seven four, three"
    assert spelled(((NONE,),)) == "no digit"
    assert spelled(((SURE, NONE),)) == "seven (no digit)"
    assert spelled(()) == ""


def test_numbers_are_copied_as_they_stand():
    assert text_of(((SURE, NONE), (YOURS,))) == "7?\n3"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ([SURE], "99.9 % sure"),
        ([UNSURE], "not sure; perhaps five, perhaps no digit"),
        ([NONE], "it looks like none of the ten"),
        ([YOURS], "as you said"),
        ([SURE, SURE], "sure of every digit"),
        ([SURE, UNSURE], "not sure of the second digit"),
        ([UNSURE, SURE, NONE], "not sure of the first digit and the third digit"),
        ([UNSURE] * 3, "not sure of 3 of the 3 digits"),
        ([*[SURE] * 8, UNSURE], "not sure of digit 9"),
    ],
)
def test_how_sure_a_number_is(figures, words):
    assert certainty(figures) == words

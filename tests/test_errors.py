"""The exception tree as errors.py draws it."""

import pytest

from digitink import errors


@pytest.mark.parametrize(
    ("error", "parent", "code"),
    [
        (errors.UsageError, errors.DigitinkError, 2),
        (errors.UnknownName, errors.UsageError, 2),
        (errors.MissingExtra, errors.UsageError, 2),
        (errors.InputError, errors.DigitinkError, 3),
        (errors.PictureError, errors.InputError, 3),
        (errors.InkError, errors.InputError, 3),
        (errors.ResourceError, errors.DigitinkError, 5),
        (errors.ModelError, errors.ResourceError, 5),
        (errors.DataError, errors.ResourceError, 5),
        (errors.HandError, errors.ResourceError, 5),
        (errors.OutputError, errors.DigitinkError, 1),
        (errors.TrainingError, errors.DigitinkError, 1),
    ],
)
def test_tree(error, parent, code):
    assert issubclass(error, parent)
    assert error.exit_code == code


def test_every_error_is_drawn_at_the_top():
    drawn = errors.__doc__
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, Exception):
            assert name in drawn


def test_message_is_one_line_and_ends_with_the_hint():
    error = errors.PictureError("cannot read a\nb.png", hint="give a PNG")
    assert str(error) == "cannot read a b.png; give a PNG"


def test_unknown_name_lists_the_known_ones():
    assert str(errors.UnknownName("recipe", "fats", ["classic", "fast"])) == (
        "no recipe named 'fats'; known: classic, fast"
    )


def test_missing_extra_gives_the_pip_line():
    assert 'pip install "digitink[train]"' in str(errors.MissingExtra("train", "training"))

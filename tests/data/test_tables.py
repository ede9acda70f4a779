import gzip

import numpy as np
import pytest

from digitink.data import tables
from digitink.errors import DataError


def parsed(path, text, columns=("a", "b"), **options):
    return tables.parse(path, text.splitlines(), columns, **options)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "table"


def test_rows_keep_the_numbers_of_their_lines(path):
    table = parsed(path, "\n1 2\n\n3 4\n", first=10)
    assert table.values.tolist() == [[1, 2], [3, 4]]
    assert table.lines == [11, 13]


@pytest.mark.parametrize("text", ["1,2\n3,4", "1.0,2.0\n3,4", "1e0, 2\n3,4 "])
def test_numbers_may_be_written_as_floats(path, text):
    table = parsed(path, text, delimiter=",")
    assert table.values.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no rows; expected rows of 2 numbers"),
        ("\n \n", "holds no rows"),
        ("1,2\n3\n", "line 2: 1 columns; expected 2"),
        ("1,2\n\n3,4,5\n", "line 3: 3 columns; expected 2"),
        ("1\n2\n", "line 1: 1 columns; expected 2"),
        ("1,2\n3,x\n", "line 2, column b: 'x' is no number"),
        ("1,2\n,4\n", "line 2, column a: '' is no number"),
        ("1,2\n3,#4\n", "line 2, column b: '#4' is no number"),
        ("1,2\n3,1.5x\n", "line 2, column b: '1.5x' is no number"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(path, text, message):
    with pytest.raises(DataError) as caught:
        parsed(path, text, delimiter=",")
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_a_cell_of_a_megabyte_is_not_repeated(path):
    with pytest.raises(DataError) as caught:
        parsed(path, f"1,{'x' * 2**20}", delimiter=",")
    assert len(str(caught.value)) < len(str(path)) + 120


@pytest.mark.parametrize("value", ["256", "-1", "nan", "inf", "99999", "255.5"])
def test_values_out_of_range_are_named_by_line_and_column(path, value):
    table = parsed(path, f"1,2\n\n3,{value}\n", delimiter=",")
    with pytest.raises(DataError, match=rf"table, line 3, column b: {value}; expected 0\.\.255"):
        table.within(slice(None), 0, 255)


@pytest.mark.parametrize("value", ["10", "-1", "1.5", "nan"])
def test_labels_that_are_no_digits_are_named_by_line_and_column(path, value):
    table = parsed(path, f"1,2\n{value},2\n", delimiter=",")
    with pytest.raises(DataError, match=f"line 2, column a: {value}; expected a digit 0..9"):
        table.digits(0)


def usps_row(label, **pixels):
    values = [-1.0] * 256
    values[17] = pixels.get("ink", 1.0)
    return " ".join(map(str, [label, *values]))


def test_usps(path):
    path.write_bytes(gzip.compress(f"{usps_row('7.0000')} \n{usps_row(3, ink=0)}\n".encode()))
    samples = tables.read_usps(path)
    assert samples.labels.tolist() == [7, 3]
    assert np.asarray(samples.sources).shape == (2, 16, 16)
    assert samples.sources[0].dtype == np.float32
    assert samples.sources[0][1, 1] == 1
    assert samples.sources[0].sum() == 1
    assert samples.sources[1][1, 1] == 0.5


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (usps_row(10), "line 2, column label: 10"),
        (usps_row(1, ink=1.5), r"line 2, column 18: 1.5; expected -1\.\.1"),
        ("1 2 3", "line 2: 3 columns; expected 257"),
    ],
)
def test_usps_that_is_malformed(path, row, message):
    path.write_text(f"{usps_row(1)}\n{row}\n")
    with pytest.raises(DataError, match=message):
        tables.read_usps(path)


def semeion_row(marks):
    pixels = ["0.0000"] * 256
    pixels[17] = "1.0000"
    return " ".join([*pixels, *marks])


def test_semeion(path):
    path.write_text(f"{semeion_row('0000000100')} \r\n{semeion_row('1000000000')}\r\n")
    samples = tables.read_semeion(path)
    assert samples.labels.tolist() == [7, 0]
    assert samples.labels.dtype == np.int64
    assert samples.sources[0].shape == (16, 16)
    assert samples.sources[0][1, 1] == samples.sources[0].sum() == 1


@pytest.mark.parametrize("marks", ["0000000000", "1100000000"])
def test_semeion_with_an_unclear_label(path, marks):
    path.write_text(f"{semeion_row('0000000100')}\n{semeion_row(marks)}\n")
    with pytest.raises(DataError, match="line 2: the label is unclear"):
        tables.read_semeion(path)


def test_semeion_with_a_value_out_of_range(path):
    path.write_text(semeion_row("0020000000"))
    with pytest.raises(DataError, match=r"line 1, column is 2: 2; expected 0\.\.1"):
        tables.read_semeion(path)

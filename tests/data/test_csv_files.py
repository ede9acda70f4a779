import gzip

import numpy as np
import pytest

from digitink.data import Samples, csv_files, mnist
from digitink.errors import DataError

KAGGLE = ["label", *(f"pixel{i}" for i in range(784))]
OPENML = [*(f"pixel{i}" for i in range(1, 785)), "class"]
NAMED = ["label", *(f"{y}x{x}" for y in range(1, 29) for x in range(1, 29))]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "train.csv"


@pytest.fixture
def images():
    images = np.zeros((3, 784), np.int64)
    images[:, 300:310] = [[255], [128], [1]]
    return images


LABELS = np.array([[7], [0], [4]])


def text(rows, header=()):
    lines = [",".join(map(str, row)) for row in rows]
    return "\n".join([",".join(header), *lines] if header else lines) + "\n"


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("headed", [False, True])
@pytest.mark.parametrize("shape", ["plain", "gzip", "BOM", "CRLF", "floats", "quoted header"])
def test_layouts(path, images, last, headed, shape):
    rows = np.hstack([images, LABELS] if last else [LABELS, images])
    header = (OPENML if last else KAGGLE) if headed else ()
    if shape == "quoted header":
        header = [f'"{name}"' for name in header]
    content = text(rows.astype(float) if shape == "floats" else rows, header)
    content = content.replace("\n", "\r\n") if shape == "CRLF" else content
    content = content.encode("utf-8-sig" if shape == "BOM" else "utf-8")
    path.write_bytes(gzip.compress(content) if shape == "gzip" else content)
    samples = csv_files.read(path)
    assert samples.labels.tolist() == [7, 0, 4]
    assert samples.sources[0].dtype == np.float32
    np.testing.assert_allclose(
        np.asarray(samples.sources), images.reshape(-1, 28, 28) / 255, atol=1e-6
    )


def test_pixels_may_have_any_names(path, images):
    path.write_text(text(np.hstack([LABELS, images]), NAMED))
    assert csv_files.read(path).labels.tolist() == [7, 0, 4]


def test_dark_on_light_is_turned_around(path, images):
    path.write_text(text(np.hstack([LABELS, 255 - images]), KAGGLE))
    np.testing.assert_allclose(
        np.asarray(csv_files.read(path).sources), images.reshape(-1, 28, 28) / 255, atol=1e-6
    )


@pytest.mark.parametrize(
    ("line", "column", "value", "message"),
    [
        (2, 1, "256", "line 2, column pixel0: 256; expected 0..255"),
        (3, 784, "-1", "line 3, column pixel783: -1; expected 0..255"),
        (4, 0, "10", "line 4, column label: 10; expected a digit 0..9"),
        (4, 0, "seven", "line 4, column label: 'seven' is no number"),
        (2, 5, "", "line 2, column pixel4: '' is no number"),
        (2, 5, "1,2", "line 2: 786 columns; expected 785"),
    ],
)
def test_a_wrong_cell_is_named(path, images, line, column, value, message):
    rows = np.hstack([LABELS, images]).astype(object)
    rows[line - 2, column] = value
    path.write_text(text(rows, KAGGLE))
    with pytest.raises(DataError) as caught:
        csv_files.read(path)
    assert str(caught.value) == f"{path}, {message}"


def test_a_short_row_is_named(path, images):
    path.write_text(text(np.hstack([LABELS, images]), KAGGLE) + "1,2,3\n")
    with pytest.raises(DataError, match="line 5: 3 columns; expected 785"):
        csv_files.read(path)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (KAGGLE[1:], "has no label column; expected a column named label, class, digit"),
        (["label", "class", *KAGGLE[2:]], "has several label columns"),
        (KAGGLE[:-1], "has 784 columns, label is number 1 of them"),
        (["pixel0", "label", *KAGGLE[2:]], "has 785 columns, label is number 2 of them"),
        (["label"], "has 1 columns"),
        (["<html>"], "has no label column"),
        (["x" * 2**20], "has no label column"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(path, header, message):
    path.write_text(text([[0] * len(header)], header))
    with pytest.raises(DataError, match=message):
        csv_files.read(path)


def test_kaggles_file_without_labels_is_refused(path, images):
    path.write_text(text(images, KAGGLE[1:]))
    with pytest.raises(DataError, match="has no label column"):
        csv_files.read(path)


@pytest.mark.parametrize("content", ["", "\n\n", ",".join(KAGGLE)])
def test_a_table_without_rows_is_refused(path, content):
    path.write_text(content)
    with pytest.raises(DataError, match="holds no rows"):
        csv_files.read(path)


def test_without_a_header_a_doubtful_label_is_not_guessed(path, images):
    rows = np.hstack([LABELS, images])
    rows[:, -1] = [0, 9, 3]  # the last pixel could be the label as well
    path.write_text(text(rows))
    with pytest.raises(DataError, match=r"cannot tell whether .* add a header"):
        csv_files.read(path)
    path.write_text(text(rows, KAGGLE))
    assert csv_files.read(path).labels.tolist() == [7, 0, 4]


def test_without_a_header_one_label_for_all_is_not_guessed(path, images):
    path.write_text(text(np.hstack([LABELS[[0, 0, 0]], images])))
    with pytest.raises(DataError, match="cannot tell whether"):
        csv_files.read(path)


@pytest.mark.parametrize("headed", [False, True])
@pytest.mark.parametrize("labelled", [False, True])
def test_pictures_alone_are_read_with_or_without_labels(path, images, headed, labelled):
    rows = np.hstack([LABELS, images]) if labelled else images
    header = KAGGLE if labelled else KAGGLE[1:]
    path.write_text(text(rows, header if headed else ()))
    frames = csv_files.read_frames(path)
    assert (frames.shape, frames.dtype) == ((3, 28, 28), np.uint8)
    path.write_text(text(np.hstack([LABELS, images]), KAGGLE))
    np.testing.assert_array_equal(frames, csv_files.read(path).frames())


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (KAGGLE[1:-1], "has 783 columns; expected 784 of pixels, and a label column or none"),
        (KAGGLE[:-1], "has 784 columns; expected 784 of pixels"),
        ([*KAGGLE, "more"], "has 786 columns"),
        ([*KAGGLE[1:], "more"], "has no label column"),
    ],
)
def test_pictures_alone_of_another_width_are_refused(path, header, message):
    path.write_text(text([[0] * len(header)], header))
    with pytest.raises(DataError, match=message):
        csv_files.read_frames(path)


def test_no_pictures_are_refused(path):
    path.write_text("")
    with pytest.raises(DataError, match="has 0 columns"):
        csv_files.read_frames(path)
    path.write_text(",".join(KAGGLE[1:]))
    with pytest.raises(DataError, match="holds no rows"):
        csv_files.read_frames(path)


def test_without_labels_it_is_kaggle_s_test_csv(path):
    frames = mnist("test").images[:5]
    pixels = frames.astype(np.float32) / 255
    samples = Samples("five", pixels, np.arange(5), framed=True)
    csv_files.write(samples, path, labelled=False)
    header, *rows = path.read_text().splitlines()
    assert header.split(",") == KAGGLE[1:]
    assert [len(row.split(",")) for row in rows] == [784] * 5
    np.testing.assert_array_equal(csv_files.read_frames(path), frames)


def test_answers_are_counted_from_one(path):
    csv_files.write_answers(path, [7, 0])
    assert path.read_text() == "ImageId,Label\n1,7\n2,0\n"

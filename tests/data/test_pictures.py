import cv2
import numpy as np
import pytest

from digitink.data import pictures
from digitink.errors import DataError
from digitink.picture import raster_of

LIGHT = np.full((40, 30), 255, np.uint8)
LIGHT[8:32, 13:17] = 0


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "digits"
    for name, picture in [("1/b.png", LIGHT), ("1/a.PNG", 255 - LIGHT), ("7/a.bmp", LIGHT)]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cv2.imencode(path.suffix.lower(), picture)[1].tobytes())
    return folder


def test_a_folder_by_label(folder):
    samples = pictures.read_folder(folder)
    assert samples.labels.tolist() == [1, 1, 7]
    assert [path.name for path in samples.sources.paths] == ["a.PNG", "b.png", "a.bmp"]
    np.testing.assert_array_equal(samples.sources[1], raster_of(folder / "1" / "b.png").pixels)


def test_polarity_does_not_matter(folder):
    frames = pictures.read_folder(folder).frames()
    np.testing.assert_array_equal(frames[0], frames[1])
    assert frames[0].any()


def test_other_files_do_not_count(folder):
    for name in (".DS_Store", "notes.txt", "1/Thumbs.db", "1/.b.png", "7/readme"):
        (folder / name).write_bytes(b"no picture")
    (folder / ".cache").mkdir()
    assert pictures.read_folder(folder).labels.tolist() == [1, 1, 7]


@pytest.mark.parametrize("name", ["10", "a", "-1", "٣", "train"])
def test_a_folder_that_is_no_digit_is_refused(folder, name):
    (folder / name).mkdir()
    with pytest.raises(DataError, match=f"holds a folder '{name}'; expected folders 0 to 9"):
        pictures.read_folder(folder)


@pytest.mark.parametrize("inner", ["", "3"])
def test_an_empty_folder_is_refused(tmp_path, inner):
    (tmp_path / "empty" / inner).mkdir(parents=True)
    with pytest.raises(DataError, match="empty holds no pictures; expected folders 0 to 9 with"):
        pictures.read_folder(tmp_path / "empty")


def test_pictures_are_decoded_one_by_one(folder):
    (folder / "7" / "b.png").write_bytes(b"no picture")
    samples = pictures.read_folder(folder)
    assert samples.sources[-2].shape == raster_of(folder / "7" / "a.bmp").pixels.shape
    assert len(samples.sources[:2]) == 2
    with pytest.raises(DataError, match=r"7/b\.png"):
        samples.frames()


def test_a_list_of_pictures(folder):
    (folder / "list.csv").write_text("image,label\n7/a.bmp,7\n1/b.png,1\n")
    samples = pictures.read_list(folder / "list.csv")
    assert samples.labels.tolist() == [7, 1]
    assert samples.sources[1].shape == raster_of(folder / "1" / "b.png").pixels.shape


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no list of pictures; expected the columns image,label"),
        ("1/b.png,1\n", "is no list of pictures"),
        ("image,label\n1/b.png,10\n", "line 2: '1/b.png,10'; expected a file and a digit"),
        ("image,label\n1/b.png,1\n1/b.png\n", "line 3: '1/b.png'; expected"),
    ],
)
def test_a_list_that_is_malformed(folder, text, message):
    (folder / "list.csv").write_text(text)
    with pytest.raises(DataError, match=message):
        pictures.read_list(folder / "list.csv")

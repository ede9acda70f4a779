"""The whole program stays below 300 MB, whatever picture it is given."""

import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.pictures import chunk, encoded, png

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="memory is told by /proc/self/status"
)

MOST = 300  # MB
PROGRAM = """
import sys
from digitink.cli.main import main
code = main(["read", sys.argv[1]])
with open("/proc/self/status") as status:  # getrusage would count the parent's memory too
    (peak,) = [line.split()[1] for line in status if line.startswith("VmHWM")]
print(code, int(peak) * 1024 / 1e6)
"""


def striped(width, height, mode="RGB"):
    tones = np.zeros((height, width), np.uint8)
    tones[::9] = 200
    return Image.fromarray(tones).convert(mode)


def inflated(megabytes):
    return zlib.compress(bytes(megabytes * 1_000_000), 1)


JUST_WITHIN = {
    "35 million RGBA png": lambda: png(5_910, 5_910, 6, bytes(5_910 * (5_910 * 4 + 1))),
    "35 million half transparent png": lambda: encoded(
        Image.new("RGBA", (5_910, 5_910), (9, 9, 9, 99)), "PNG", compress_level=1
    ),
    "50 million grey png": lambda: png(8_000, 6_250, 0, bytes(6_250 * 8_001)),
    "50 million grey jpeg": lambda: encoded(striped(8_000, 6_250, "L"), "JPEG"),
    "50 million cmyk jpeg": lambda: encoded(striped(8_000, 6_250, "CMYK"), "JPEG"),
    "23 million progressive jpeg": lambda: encoded(
        striped(4_800, 4_800), "JPEG", progressive=True, subsampling=0
    ),
    "23 million colour tiff": lambda: encoded(
        striped(4_800, 4_800), "TIFF", compression="tiff_adobe_deflate"
    ),
    "8.7 million webp": lambda: encoded(striped(2_950, 2_950), "WEBP", quality=50, method=0),
}
BEYOND = {
    "60000x60000 png": lambda: png(60_000, 60_000, 0, b""),
    "progressive jpeg": lambda: encoded(striped(7_000, 7_000), "JPEG", progressive=True),
    "webp": lambda: encoded(Image.new("RGB", (4_000, 4_000)), "WEBP", method=0),
    "a hundred texts of 1 MB": lambda: png(
        28, 28, 0, bytes(812), *[chunk(b"zTXt", b"k\0\0" + inflated(1))] * 100
    ),
    "20 MB of no picture": lambda: b"\xff\xd8\xff" + bytes(20_000_000),
    "21 MB": lambda: bytes(21 * 2**20),
}


def run(source, path):
    """The exit code of `digitink read` and the memory it took at most, in MB."""
    path.write_bytes(source)
    command = [sys.executable, "-c", PROGRAM, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, peak = done.stdout.split()[-2:]
    return int(code), float(peak)


@pytest.mark.parametrize("name", JUST_WITHIN)
def test_what_is_just_within_the_limits_is_read(name, tmp_path):
    code, peak = run(JUST_WITHIN[name](), tmp_path / "given")
    assert code in (0, 4)
    assert peak < MOST


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_beyond_them_is_refused(name, tmp_path):
    code, peak = run(BEYOND[name](), tmp_path / "given")
    assert code == 3
    assert peak < MOST / 2

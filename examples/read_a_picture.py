"""Read the digits in a picture, and how sure each of them is.

    python examples/read_a_picture.py tests/golden/number.png

Photographs and scans do as well: JPEG, TIFF, WebP, ...
"""

import sys

import digitink

reading = digitink.read(sys.argv[1])

print(reading.text or "no digits found")
for digit in reading.digits:
    left, top, right, bottom = digit.box
    where = f"x {left:.0f} to {right:.0f}, y {top:.0f} to {bottom:.0f}"
    doubt = "  look at this one" if digit.unsure else ""
    print(f"{digit.value}  {digit.probability:6.1%}  {where}{doubt}")

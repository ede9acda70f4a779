"""Read what was written with a pen.

    python examples/read_ink.py

Ink is strokes of points, in whatever unit the pen counts.
"""

from pathlib import Path

from digitink import Ink, read

four = [[(50, 0), (10, 62), (95, 60)], [(68, 34), (62, 104)]]  # two strokes, one digit
two = [[(124, 24), (148, 0), (170, 23), (145, 70), (123, 97), (178, 94)]]
ink = Ink([*four, *two])

print(read(ink).text)  # strokes that belong together are found out
print(read(Ink(four), single=True).text)  # here it is known that there is one digit

Path("forty-two.json").write_text(ink.to_json())
assert read("forty-two.json") == read(ink)  # ink is kept as JSON

"""Many pictures to one table.

    python examples/form_to_csv.py tests/golden/*.png > numbers.csv

A row each; the last column marks those that a person should look at.
"""

import csv
import sys

import digitink

table = csv.writer(sys.stdout)
table.writerow(["file", "number", "least sure", "look"])
for file in sys.argv[1:]:
    try:
        reading = digitink.read(file)
    except digitink.DigitinkError as error:
        table.writerow([file, "", "", error])
        continue
    least = min((digit.probability for digit in reading.digits), default=0.0)
    doubtful = not reading.digits or any(digit.unsure for digit in reading.digits)
    table.writerow([file, reading.text, f"{least:.3f}", "yes" if doubtful else ""])

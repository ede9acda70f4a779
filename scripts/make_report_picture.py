"""Make docs/images/report.png: the top of the report that a training run left.

    python scripts/make_report_picture.py runs/standard-seed0

Needs Chromium, as make_screenshots.py does.
"""

import sys
from pathlib import Path

from make_screenshots import IMAGES
from photograph import photograph

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    photograph(Path(sys.argv[1]) / "report.html", IMAGES / "report.png", 1200, 1640)

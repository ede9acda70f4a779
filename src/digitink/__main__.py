"""python -m digitink: the command line."""

import sys

from digitink.cli.main import main

sys.exit(main())

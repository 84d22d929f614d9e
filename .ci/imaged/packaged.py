"""What this test shares with .ci/packaged."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "packaged"))

from account import Account, check, checks  # noqa: E402, F401
from events import summary, what_the_events_name  # noqa: E402, F401
from runners import emulator, post  # noqa: E402, F401
from template import environment, functions, handler, timeout  # noqa: E402, F401

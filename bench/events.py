"""What each yardstick in Python shares: events come one a line, and what each cost is printed."""

import json
import resource
import sys
import time


def _cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000


def _peak():
    """In megabytes. The figure of getrusage would be that of the process that started this one, if it was larger."""
    with open("/proc/self/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024


def handle_all(handle):
    """handle takes the event as a dict. The clients are made in its first call, as in a cold start."""
    for line in sys.stdin:
        cpu = _cpu()
        began = time.perf_counter()
        handle(json.loads(line))
        millis = (time.perf_counter() - began) * 1000
        so_far = _cpu()
        print("handled", millis, so_far - cpu, 0, so_far, _peak(), flush=True)

"""Runs a program to its end and says on a last line of stdout, as JSON, what its process took.

Usage: measure.py PROGRAM ARGUMENT...
"""

import json
import os
import sys
import time

begun = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - begun
taken = {
    "code": os.waitstatus_to_exitcode(status),
    "seconds": seconds,
    "processor_seconds": usage.ru_utime + usage.ru_stime,
    # Linux counts in KiB.
    "peak_bytes": usage.ru_maxrss * 1024,
}
print("\n" + json.dumps(taken))

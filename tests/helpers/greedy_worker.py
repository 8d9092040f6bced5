"""Worker that takes what its job names: {"bytes": memory} or {"cpu_seconds": processor time}."""

import json
import sys
import time

job = json.load(sys.stdin)
taken = bytearray(job.get("bytes", 0))
while time.process_time() < job.get("cpu_seconds", 0):
    pass
json.dump(len(taken), sys.stdout)

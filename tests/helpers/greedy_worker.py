"""Worker that takes what its job names: memory ("bytes"), processor time, a long answer."""

import json
import sys
import time

job = json.load(sys.stdin)
taken = bytearray(job.get("bytes", 0))
while time.process_time() < job.get("cpu_seconds", 0):
    pass
sys.stdout.write(" " * job.get("answer", 0))
json.dump(len(taken), sys.stdout)

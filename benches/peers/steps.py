"""Steps of a program, as `benches/lists.rs` tells them: seconds, and the most memory until then."""

import json
import re
import statistics
import time

ROUNDS = 11


def peak():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) // 1024


def said(name, seconds, found=None):
    print(json.dumps({"step": name, "seconds": seconds, "mib": peak(), "found": found}), flush=True)


def step(name, work):
    begun = time.perf_counter()
    done = work()
    said(name, time.perf_counter() - begun)
    return done


def often(name, count, work):
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        done = work()
        times.append(time.perf_counter() - begun)
    said(name, statistics.median(times), count(done))

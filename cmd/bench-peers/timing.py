"""What the Python peers share: the table, the way the yardstick takes times, and the
answer in JSON."""
import json
import math
import sys
import time

RATE = 0.1


def arguments():
    """m, n, the type and the number of threads from the command line."""
    m, n, dtype, threads, folder = sys.argv[1:]
    return int(m), int(n), dtype, int(threads), folder


def about(text):
    """Says what runs, if that is all that is asked."""
    if sys.argv[1:] == ["--about"]:
        print(text)
        sys.exit()


def table(np, m, n, dtype, folder):
    """X (m, n) and y (m), cast to the type."""
    def read(letter):
        path = f"{folder}/A_{m}x{n}.{letter}.f64"
        return np.fromfile(path, dtype="<f8").astype(dtype, copy=False)
    return read("X").reshape(m, n), read("y")


def measure(step):
    """Ten iterations to warm up, whose last cost is kept, three to choose how many make
    a batch of 20 ms, and the median of 5 to 15 batches."""
    for _ in range(10):
        cost = step()
    cost = float(cost)
    start = time.perf_counter()
    for _ in range(3):
        step()
    estimate = (time.perf_counter() - start) / 3
    inner = int(0.02 / estimate) + 1 if estimate < 0.02 else 1
    batches = min(15, max(5, math.floor(1.5 / (inner * estimate))))
    times = []
    for _ in range(batches):
        start = time.perf_counter()
        for _ in range(inner):
            step()
        times.append((time.perf_counter() - start) / inner)
    json.dump({"seconds": sorted(times)[batches // 2], "cost": cost}, sys.stdout)

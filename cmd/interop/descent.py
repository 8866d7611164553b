"""The text's vectorised algorithm in NumPy, its slips mended.

Reads a CSV table with a header, the label (0 or 1) in the last column, and
prints the parameters after the given number of iterations as JSON."""
import json
import sys

import numpy as np

path, alpha, iterations = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
rows = np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)
X, Y = np.ascontiguousarray(rows[:, :-1].T), rows[:, -1]
n, m = X.shape
w, b = np.zeros(n), 0.0
for _ in range(iterations):
    Z = w @ X + b
    A = 1 / (1 + np.exp(-Z))
    dZ = A - Y
    dw = X @ dZ / m
    db = dZ.sum() / m
    w = w - alpha * dw
    b = b - alpha * db
json.dump({"w": list(w), "b": float(b)}, sys.stdout)

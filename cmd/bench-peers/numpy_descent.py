"""Gradient descent of logistic regression in NumPy: two products with X, which BLAS
does, and a few passes over m numbers, all into memory that is there already."""
import ctypes
import math
import re

import numpy as np

import timing


def blas():
    """What the BLAS that is loaded says of itself."""
    np.dot(np.ones((2, 2)), np.ones(2))
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = sorted(set(re.findall(r"/\S*blas\S*", maps.read())))
    except OSError:
        return "a BLAS that is not known"
    for path in paths:
        library = ctypes.CDLL(path)
        for suffix in ("", "64_"):
            for prefix in ("", "scipy_"):
                config = getattr(library, prefix + "openblas_get_config" + suffix, None)
                if config is not None:
                    config.restype = ctypes.c_char_p
                    return config().decode()
    return "not OpenBLAS but " + (", ".join(paths) or "a BLAS that is not known")


def main():
    timing.about(f"NumPy {np.__version__} on {blas()}")
    m, n, dtype, _, folder = timing.arguments()
    X, y = timing.table(np, m, n, dtype, folder)
    # Numbers of the type, as Python's own would make NumPy convert.
    zero, half, one, rate = (X.dtype.type(x) for x in (0, 0.5, 1, timing.RATE / (2 * m)))
    w, b, dw, v = np.zeros(n, dtype), zero, np.empty(n, dtype), np.empty(n, dtype)
    h, t, d = np.empty(m, dtype), np.empty(m, dtype), np.empty(m, dtype)
    sign = 2 * y - one

    def step():
        """With h = z/2, t = tanh h and s = 2y - 1 = +-1 it is a = (1 + t)/2, so that
        2 dz = t - s and L = max(z, 0) - y z + log(1 + exp -|z|) = |h| - s h - log(1 + |t|) + log 2,
        which holds at every z and takes the fewest passes."""
        nonlocal b
        np.multiply(w, half, out=v)
        np.dot(X, v, out=h)
        np.add(h, half * b, out=h)
        np.tanh(h, out=t)
        np.subtract(t, sign, out=d)
        np.abs(t, out=t)
        np.add(t, one, out=t)
        np.log(t, out=t)
        cost = -(t.sum() + np.dot(sign, h))
        np.abs(h, out=t)
        cost += t.sum()
        np.dot(X.T, d, out=dw)
        np.multiply(dw, rate, out=dw)
        np.subtract(w, dw, out=w)
        b -= rate * d.sum()
        return cost / m + math.log(2)

    timing.measure(step)


main()

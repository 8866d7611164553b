"""Writes the NumPy files of this folder: python3 arrays.py, with NumPy 1.24.2.

They are what NumPy itself writes, so that the reader is tested against the format
and not against another reading of it.
"""

import numpy as np
from numpy.lib import format

X = np.array([[1, -2], [0.5, 3], [4, 2.5], [-1, 1e-3]])
y = np.array([0, 1, 1, 0])

for name, kind in {
    "f8": "<f8", "f8big": ">f8", "f4": "<f4", "f4big": ">f4",
}.items():
    np.save(f"{name}.npy", X.astype(kind))

whole = np.array([[0, 1], [100, 127]])
for kind in ("u1", "i1", "<u2", ">i2", "<i4", ">u4", "<i8", ">u8", "bool"):
    np.save(f"whole_{np.dtype(kind).name}.npy", whole.astype(kind))
np.save("negative_int16.npy", np.array([[-1, -32768]], ">i2"))

np.save("fortran.npy", np.asfortranarray(X))
for version in ((2, 0), (3, 0)):
    with open(f"version{version[0]}.npy", "wb") as file:
        format.write_array(file, X, version=version)

np.save("y.npy", y)
np.save("y_bool.npy", y.astype(bool))
np.save("y_column.npy", y.astype(float).reshape(-1, 1))
np.save("y_two.npy", np.where(y == 1, 7.0, -1.0))
np.save("y_onehot.npy", np.eye(2)[y])

np.savez("table.npz", X=X, y=y)
np.savez_compressed("compressed.npz", X=X, y=y)
np.savez("fortran.npz", X=np.asfortranarray(X), y=y)
np.savez("unnamed.npz", X, y)

np.save("scalar.npy", np.float64(3))
np.save("row.npy", X[:, 0])
np.save("cube.npy", np.zeros((4, 1, 2)))
np.save("empty.npy", np.zeros((0, 2)))
np.save("narrow.npy", np.zeros((4, 0)))
np.save("object.npy", np.array([[1, None]], object), allow_pickle=True)
np.save("complex.npy", X.astype(complex))
np.save("text.npy", np.array(["ill", "well"]))
np.save("bytes.npy", np.array([b"ill", b"well"]))
np.save("date.npy", np.array(["2026-01-01"], "datetime64[D]"))
np.save("half.npy", X.astype(np.float16))
np.save("fields.npy", np.zeros(2, [("a", "<f8"), ("b", "<i4")]))
bad = X.copy()
bad[2, 1] = np.nan
np.save("nan.npy", bad)
bad[2, 1] = -np.inf
np.save("infinite.npy", bad)
np.save("nan_fortran.npy", np.asfortranarray(bad))
np.save("y_nan.npy", np.array([0, 1, np.nan, 1]))
np.save("inexact.npy", np.array([[1, 2], [3, 2**53 + 1]]))

"""torch.autograd.gradcheck with its default tolerances, beside Surefoot.

usage: gradcheck.py logistic|network REPEATS
times it, slow and fast, and prints JSON: the medians in seconds, the version, the
number of threads.

usage: gradcheck.py factors FACTOR...
says for each factor whether a gradient of x^3 times the factor passes: JSON, a
list of booleans.
"""
import json
import statistics
import sys
import time

import torch
from torch.autograd import gradcheck


def logistic(examples=64, features=10000):
    x = torch.randn(examples, features, dtype=torch.float64)
    y = torch.randint(0, 2, (examples,), dtype=torch.float64)
    w = (torch.randn(features, dtype=torch.float64) / features**0.5).requires_grad_()
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)

    def cost(w, b):
        z = x @ w + b
        return torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum")

    return cost, (w, b)


def network(examples=64, widths=(20, 50, 50, 1)):
    x = torch.randn(examples, widths[0], dtype=torch.float64)
    y = torch.randint(0, 2, (examples,), dtype=torch.float64)
    parameters = []
    for before, after in zip(widths, widths[1:]):
        parameters.append((torch.randn(after, before, dtype=torch.float64) / before**0.5).requires_grad_())
        parameters.append(torch.zeros(after, dtype=torch.float64, requires_grad=True))

    def cost(*p):
        h = x
        for layer in range(0, len(p) - 2, 2):
            h = torch.tanh(h @ p[layer].T + p[layer + 1])
        z = (h @ p[-2].T + p[-1]).reshape(-1)
        return torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum")

    return cost, tuple(parameters)


def median(repeats, cost, inputs, fast):
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        assert gradcheck(cost, inputs, fast_mode=fast)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


class Cube(torch.autograd.Function):
    """x^3, with a derivative that is too large by a factor."""

    factor = 1.0

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x**2 * Cube.factor


def passes(factor):
    Cube.factor = factor
    x = torch.tensor([1.5, -0.75, 2.0], dtype=torch.float64, requires_grad=True)
    return gradcheck(lambda x: Cube.apply(x).sum(), (x,), raise_exception=False)


def main():
    torch.manual_seed(1)
    if sys.argv[1] == "factors":
        print(json.dumps([passes(float(f)) for f in sys.argv[2:]]))
        return
    cost, inputs = {"logistic": logistic, "network": network}[sys.argv[1]]()
    repeats = int(sys.argv[2])
    median(1, cost, inputs, True)  # what is loaded late is loaded now
    print(json.dumps({
        "slow": median(max(1, repeats // 10), cost, inputs, False),
        "fast": median(repeats, cost, inputs, True),
        "version": torch.__version__, "threads": torch.get_num_threads(),
    }))


main()

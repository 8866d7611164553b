"""Gradient descent of logistic regression in PyTorch: the loss from logits, and autograd
for its derivatives."""
import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

import timing


def main():
    timing.about(f"PyTorch {torch.__version__}, autograd")
    m, n, dtype, threads, folder = timing.arguments()
    torch.set_num_threads(threads)
    X, y = (torch.from_numpy(a) for a in timing.table(np, m, n, dtype, folder))
    w = torch.zeros(n, dtype=X.dtype, requires_grad=True)
    b = torch.zeros((), dtype=X.dtype, requires_grad=True)

    def step():
        loss = binary_cross_entropy_with_logits(torch.mv(X, w) + b, y)
        dw, db = torch.autograd.grad(loss, (w, b))
        with torch.no_grad():
            w.sub_(dw, alpha=timing.RATE)
            b.sub_(db, alpha=timing.RATE)
        return loss.detach()

    timing.measure(step)


main()

"""Golden files for Dawid and Skene's model and its one-coin form.

    python3 -m venv venv && venv/bin/pip install crowd-kit
    venv/bin/python reference/make_latent_truth_golden.py

Writes reference/golden/latent-truth.json. Without a prior, the rounds are those of
crowd-kit, from the same start (the shares of votes): confusion and prevalence are its
after `rounds` rounds, the posterior its after one more, since it estimates the truth
before the annotators. With a prior, and for the log likelihood, a plain EM in numpy.
"""

import json

import numpy as np
import pandas as pd
from crowdkit.aggregation import DawidSkene, OneCoinDawidSkene

from golden_file import write


def tables():
    rng = np.random.default_rng(21)
    for items, annotators, k, gaps in ((30, 3, 2, 0), (60, 4, 3, 0.2), (80, 5, 5, 0.1), (40, 6, 2, 0.5), (25, 2, 3, 0)):
        truth = rng.integers(0, k, items)
        accuracy = rng.uniform(0.5, 0.95, annotators)
        right = rng.random((items, annotators)) < accuracy
        wrong = (truth[:, None] + rng.integers(1, k, (items, annotators))) % k
        codes = np.where(right, truth[:, None], wrong)
        codes[rng.random(codes.shape) < gaps] = -1
        codes[(codes < 0).all(1), 0] = 0
        yield codes, k
    # An annotator who always says the other of two classes.
    truth = rng.integers(0, 2, 50)
    right = rng.random((50, 4)) < [0.9, 0.85, 0.8, 0.1]
    yield np.where(right, truth[:, None], 1 - truth[:, None]), 2


def em(codes, k, prior, rounds, one_coin):
    """said[i, a, l] is whether annotator a says l of item i."""
    said = (codes[:, :, None] == np.arange(k)).astype(float)
    posterior = said.sum(1) / said.sum((1, 2))[:, None]
    for step in range(rounds + 1):
        prevalence = (posterior.sum(0) + prior) / (len(codes) + k * prior)
        counts = np.einsum("ik,ial->akl", posterior, said)
        if one_coin:
            right = np.trace(counts, axis1=1, axis2=2)
            accuracy = (right + prior) / (counts.sum((1, 2)) + 2 * prior)
            confusion = np.where(np.eye(k, dtype=bool), accuracy[:, None, None], ((1 - accuracy) / (k - 1))[:, None, None])
        else:
            confusion = (counts + prior) / (counts + prior).sum(2, keepdims=True)
        with np.errstate(divide="ignore"):
            logs = np.log(prevalence) + np.einsum("ial,akl->iak", said, np.maximum(np.log(confusion), -1e4)).sum(1)
        top = logs.max(1, keepdims=True)
        total = np.exp(logs - top).sum(1, keepdims=True)
        posterior = np.exp(logs - top) / total
    return prevalence, confusion, posterior, float((top + np.log(total)).sum())


def crowdkit(maker, codes, k, rounds):
    rows = [(i, a, int(codes[i, a])) for i in range(len(codes)) for a in range(codes.shape[1]) if codes[i, a] >= 0]
    data = pd.DataFrame(rows, columns=["task", "worker", "label"])
    fitted = maker(n_iter=rounds, tol=-np.inf).fit(data)
    posterior = maker(n_iter=rounds + 1, tol=-np.inf).fit(data).probas_.sort_index()[range(k)].to_numpy()
    confusion = np.zeros((codes.shape[1], k, k))
    for (worker, label), row in fitted.errors_.iterrows():
        confusion[worker, :, label] = row[range(k)]
    return fitted.priors_[range(k)].to_numpy(), confusion, posterior


def case(codes, k):
    one = {"ratings": [[None if code < 0 else int(code) for code in row] for row in codes], "fits": []}
    for rounds in (1, 10, 60):
        for name, maker in (("dawidSkene", DawidSkene), ("oneCoin", OneCoinDawidSkene)):
            for prior in (0, 0.1):
                prevalence, confusion, posterior, height = em(codes, k, prior, rounds, name == "oneCoin")
                source = "numpy"
                if prior == 0 and rounds < 60:
                    source = "crowd-kit"
                    ours = posterior
                    prevalence, confusion, posterior = crowdkit(maker, codes, k, rounds)
                    assert np.abs(ours - posterior).max() < 1e-8
                fit = {"model": name, "prior": prior, "rounds": rounds, "source": source, "log_likelihood": height,
                       "prevalence": prevalence.tolist(), "confusion": confusion.tolist()}
                # The first items stand for the rest, and spare the file.
                fit["posterior"] = posterior[:12].tolist()
                one["fits"].append(fit)
    return one


cases = [case(codes, k) for codes, k in tables()]
rounded = json.loads(json.dumps(cases), parse_float=lambda x: float(f"{float(x):.12g}"))
write("latent-truth", ["crowd-kit", "numpy"], 1e-8, rounded,
      "crowd-kit keeps counts and chances at 1e-10 or more, which moves its numbers by about as much.")

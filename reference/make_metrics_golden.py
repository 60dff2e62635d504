"""Golden files for src/metrics, made by other people's implementations.

    python3 -m venv venv && venv/bin/pip install scikit-learn scipy krippendorff statsmodels
    venv/bin/python reference/make_metrics_golden.py

Writes reference/golden/<metric>.json. The cases come from a seeded generator:
unequal sizes, ties, gaps, one element, none, one class only. `null` is a
measure that is not defined. Where an implementation gives a number all the
same, or an error, `why` says what was put in its place.
"""

import json
import random
import warnings

import krippendorff
import numpy as np
from scipy import stats
from sklearn.metrics import accuracy_score, cohen_kappa_score, confusion_matrix
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa
from statsmodels.stats.proportion import proportion_confint

from golden_file import number, write

warnings.simplefilter("ignore")


def labels(rng, n, classes, agree):
    """Two raters: the second repeats the first with probability `agree`."""
    a = [rng.choice(classes) for _ in range(n)]
    b = [x if rng.random() < agree else rng.choice(classes) for x in a]
    return a, b


def kappa_cases():
    rng = random.Random(1)
    columns = [labels(rng, n, classes, agree)
               for n in (1, 2, 7, 40, 501)
               for classes in ([0, 1], [1, 2, 3, 4, 5], [0, 3, 4, 10])
               for agree in (0.0, 0.6, 1.0)]
    columns += [([1] * 5, [1] * 5), ([1] * 5, [2] * 5), ([1, 1, 1, 2], [2, 2, 2, 1]), ([0] * 5, [0, 0, 1, 2, 2])]
    for a, b in columns:
        case = {"a": a, "b": b, "accuracy": accuracy_score(a, b)}
        for weights in (None, "linear", "quadratic"):
            case[weights or "none"] = number(cohen_kappa_score(a, b, weights=weights))
        scale = list(range(0, 11))
        case["quadratic_0_to_10"] = number(cohen_kappa_score(a, b, labels=scale, weights="quadratic"))
        classes = sorted(set(a) | set(b))
        case["classes"] = classes
        case["confusion"] = confusion_matrix(a, b, labels=classes).tolist()
        yield case


def correlation_cases():
    rng = random.Random(2)
    columns = []
    for n in (2, 3, 10, 57, 400):
        for tied in (True, False):
            a = [rng.randint(1, 5) if tied else rng.gauss(0, 1) for _ in range(n)]
            for noise in (0, 1, 10):
                b = [(round(x + rng.gauss(0, noise)) if tied else x + rng.gauss(0, noise)) for x in a]
                columns.append((a, b))
    columns += [([1, 2, 3], [3, 2, 1]), ([1, 1, 1], [1, 2, 3]), ([0.1] * 7, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]),
                ([1e9, 1e9 + 1, 1e9 + 2], [1, 3, 2]), ([1, 1, 2, 2], [1, 2, 1, 2]), ([5], [4]), ([], [])]
    for a, b in columns:
        constant = len(set(a)) < 2 or len(set(b)) < 2
        yield {
            "a": a, "b": b,
            "pearson": None if constant else number(stats.pearsonr(a, b).statistic),
            "spearman": None if constant else number(stats.spearmanr(a, b).statistic),
            "kendall": None if constant else number(stats.kendalltau(a, b, variant="b").statistic),
            "ranks": stats.rankdata(a).tolist(),
        }


def ratings(rng, units, raters, values, gaps, agree):
    rows = []
    for _ in range(units):
        true = rng.choice(values)
        rows.append([None if rng.random() < gaps else true if rng.random() < agree else rng.choice(values)
                     for _ in range(raters)])
    return rows


def alpha_cases():
    rng = random.Random(3)
    tables = [ratings(rng, units, raters, values, gaps, agree)
              for units, raters in ((4, 2), (12, 3), (60, 5))
              for values in ([1, 2], [1, 2, 3, 4, 5], [0, 0.5, 3, 10])
              for gaps in (0, 0.3)
              for agree in (0.2, 0.8)]
    # Krippendorff's own example (2011, section C): 4 observers, 12 units, gaps.
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    tables.append([list(unit) for unit in zip(*observers)])
    tables += [[[1, 1], [1, 1]], [[1, None], [None, 2]], [[1, 2], [None, 3]], [], [[None, None]]]
    for table in tables:
        case = {"ratings": table}
        data = np.array([[np.nan if value is None else value for value in row] for row in table], dtype=float).T
        for scale in ("nominal", "ordinal", "interval", "ratio"):
            paired = [value for row in table for value in row
                      if value is not None and sum(v is not None for v in row) > 1]
            # The package refuses data without variation or pairs.
            defined = len(set(paired)) > 1
            case[scale] = number(krippendorff.alpha(data, level_of_measurement=scale)) if defined else None
        yield case


def fleiss_cases():
    rng = random.Random(4)
    tables = [ratings(rng, units, raters, values, 0, agree)
              for units, raters in ((1, 3), (5, 2), (40, 3), (200, 7))
              for values in ([0, 1], [0, 1, 2, 3])
              for agree in (0, 0.5, 0.9)]
    tables += [[[1, 1, 1], [1, 1, 1]]]
    for table in tables:
        counts, _ = aggregate_raters(np.array(table))
        yield {"ratings": table, "fleiss": number(fleiss_kappa(counts, method="fleiss"))}


def wilson_cases():
    for successes, n in ((0, 1), (1, 1), (0, 10), (10, 10), (1, 10), (7, 40), (667, 999), (3, 100000)):
        low, high = proportion_confint(successes, n, alpha=0.05, method="wilson")
        yield {"successes": successes, "n": n, "low": float(low), "high": float(high)}


def quantile_cases():
    rng = random.Random(5)
    for n in (1, 2, 5, 100):
        values = sorted(rng.gauss(0, 1) for _ in range(n))
        for p in (0, 0.025, 0.5, 0.975, 1):
            yield {"sorted": values, "p": p, "quantile": float(np.quantile(values, p))}


def entropy_cases():
    rng = random.Random(6)
    for weights in ([1], [1, 0], [0.5, 0.5], [3, 1, 1], [1e-300, 1], [rng.random() for _ in range(11)]):
        yield {"weights": weights, "bits": float(stats.entropy(weights, base=2))}


def bootstrap_cases():
    rng = random.Random(7)
    samples = [[rng.gauss(0, 1) for _ in range(15)], [rng.choice([0, 1, 1]) for _ in range(60)],
               [rng.randint(1, 5) for _ in range(300)]]
    for values in samples:
        result = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=200_000,
                                 confidence_level=0.95, vectorized=True, axis=-1, batch=2000,
                                 rng=np.random.default_rng(0))
        interval = result.confidence_interval
        yield {"values": values, "low": float(interval.low), "high": float(interval.high),
               "standard_error": float(result.standard_error)}


write("cohen-kappa", ["scikit-learn"], 1e-12, list(kappa_cases()))
write("correlation", ["scipy"], 1e-12, list(correlation_cases()))
write("krippendorff-alpha", ["krippendorff"], 1e-12, list(alpha_cases()))
write("fleiss-kappa", ["statsmodels"], 1e-12, list(fleiss_cases()))
write("wilson-interval", ["statsmodels"], 1e-12, list(wilson_cases()))
write("quantile", ["numpy"], 1e-12, list(quantile_cases()))
write("entropy", ["scipy"], 1e-12, list(entropy_cases()))
write("bootstrap", ["scipy"], 0.05, list(bootstrap_cases()),
      "The tolerance is in standard errors of the statistic: both sides draw at random, here 200,000 resamples.")

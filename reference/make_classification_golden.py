"""Golden files for classification and for correlation of scores, made by other people's implementations.

    python3 -m venv venv && venv/bin/pip install scikit-learn scipy
    venv/bin/python reference/make_classification_golden.py

Writes reference/golden/{classification,probabilities,calibration,scores}.json. The cases come from a seeded
generator: unequal sizes, ties, one observation, one class only. `null` is a measure that is not defined.
"""

import random
import warnings

import numpy as np
from scipy import stats
from sklearn import metrics

from golden_file import number, write

warnings.simplefilter("ignore")


def classification_cases():
    rng = random.Random(21)
    columns = []
    for n in (1, 2, 9, 60, 300):
        for classes in (["A", "B"], ["A", "B", "tie"], ["1", "2", "3", "4", "5"]):
            for right in (0.2, 0.8):
                truth = [rng.choice(classes) for _ in range(n)]
                columns.append((truth, [t if rng.random() < right else rng.choice(classes) for t in truth]))
    columns += [(["A"] * 4, ["A"] * 4), (["A"] * 4, ["B"] * 4), (["A", "A", "B"], ["C", "C", "C"]),
                (["A", "B", "B"], ["A", "A", "A"])]
    for truth, judged in columns:
        times = [rng.randint(0, 4) for _ in truth] if len(truth) > 9 else [1] * len(truth)
        case = {"truth": truth, "judged": judged, "times": times}
        kept = [(t, j, w) for t, j, w in zip(truth, judged, times) if w > 0]
        t, j, w = zip(*kept)
        classes = sorted(set(truth) | set(judged))
        for name, rule in (("0", 0), ("1", 1), ("undefined", np.nan)):
            def numbers(average):
                found = metrics.precision_recall_fscore_support(
                    t, j, labels=classes, average=average, zero_division=rule, sample_weight=w)
                return [[number(x) for x in np.atleast_1d(part)] for part in found[:3]]
            case[name] = {"classes": numbers(None), **{a: [part[0] for part in numbers(a)]
                                                       for a in ("macro", "micro", "weighted")}}
            support = metrics.precision_recall_fscore_support(t, j, labels=classes, zero_division=0, sample_weight=w)[3]
            for at, part in enumerate(case[name]["classes"]):
                if not any(n > 0 and x is not None for n, x in zip(support, part)):
                    case[name]["weighted"][at] = None
        # What is left out of the classes still counts as an error.
        first = metrics.precision_recall_fscore_support(t, j, labels=classes[:1], average="micro", zero_division=0,
                                                        sample_weight=w)
        case["first_class_micro"] = [number(x) for x in first[:3]]
        case["balanced_accuracy"] = number(metrics.balanced_accuracy_score(t, j, sample_weight=w))
        varies = len(set(t)) > 1 and len(set(j)) > 1
        case["matthews"] = number(metrics.matthews_corrcoef(t, j, sample_weight=w)) if varies else None
        yield case


def probability_cases():
    rng = random.Random(22)
    for n in (1, 2, 10, 80):
        for digits in (1, 8):
            truth = [rng.random() < 0.4 for _ in range(n)]
            scores = [round(min(1, max(0, rng.gauss(0.6 if t else 0.4, 0.2))), digits) for t in truth]
            times = [rng.randint(1, 3) for _ in truth]
            classes = ["A", "B", "tie"]
            rows = []
            for _ in range(n):
                parts = [rng.randint(0, 6) for _ in classes] if digits == 1 else [rng.random() for _ in classes]
                total = sum(parts)
                rows.append([p / total for p in parts] if total else [1.0, 0.0, 0.0])
            labels = [rng.choice(classes) for _ in range(n)]
            both = len(set(truth)) > 1
            yield {
                "truth": truth, "scores": scores, "times": times, "labels": labels, "rows": rows, "classes": classes,
                "auc": number(metrics.roc_auc_score(truth, scores, sample_weight=times)) if both else None,
                "brier": number(metrics.brier_score_loss(truth, scores, sample_weight=times, labels=[False, True])),
                "brier_of_classes": number(metrics.brier_score_loss(
                    labels, rows, sample_weight=times, labels=classes, scale_by_half=False)),
                "log_loss": number(metrics.log_loss(labels, rows, labels=classes, sample_weight=times)),
            }


def calibration_cases():
    """Guo and others 2017, equations 2 to 4, observation by observation."""
    rng = random.Random(23)
    for n in (1, 7, 60, 400):
        for digits in (1, 8):
            confidence = [round(rng.betavariate(4, 2), digits) for _ in range(n)]
            truth = [rng.random() < c ** 2 for c in confidence]
            case = {"truth": truth, "confidence": confidence}
            for bins in (5, 10, 15):
                held = {}
                for c, t in zip(confidence, truth):
                    bin = next(m for m in range(1, bins + 1) if c <= m / bins)
                    held.setdefault(bin, []).append((c, t))
                gaps = {m: abs(np.mean([t for _, t in one]) - np.mean([c for c, _ in one])) for m, one in held.items()}
                case[str(bins)] = {"expected": sum(len(one) / n * gaps[m] for m, one in held.items()),
                                   "maximum": max(gaps.values()), "counts": [len(held[m]) for m in sorted(held)]}
            yield case


def score_cases():
    rng = random.Random(24)
    columns = []
    for n in (2, 3, 12, 70):
        for tied in (True, False):
            a = [rng.randint(1, 5) if tied else rng.gauss(0, 1) for _ in range(n)]
            for noise in (0, 1, 5):
                columns.append((a, [round(x + rng.gauss(0.5, noise)) if tied else x + rng.gauss(0.5, noise) for x in a]))
    columns += [([1, 2, 3], [3, 2, 1]), ([1, 1, 1], [1, 2, 3]), ([2, 2], [2, 2]), ([4, 4, 4], [5, 5, 5])]
    for a, b in columns:
        times = [rng.randint(0, 3) for _ in a]
        long = [(x, y) for x, y, n in zip(a, b, times) for _ in range(n)]
        constant = len(set(a)) < 2 or len(set(b)) < 2
        tau = lambda x, y, variant: (number(stats.kendalltau(x, y, variant=variant).statistic)
                                     if len(set(x)) > 1 and len(set(y)) > 1 else None)
        longA, longB = [x for x, _ in long], [y for _, y in long]
        x, y = np.array(a, dtype=float), np.array(b, dtype=float)
        spread = x.var() + y.var() + (x.mean() - y.mean()) ** 2
        case = {"a": a, "b": b, "times": times,
                "tau_c": tau(a, b, "c"), "tau_b_of_times": tau(longA, longB, "b"), "tau_c_of_times": tau(longA, longB, "c"),
                "concordance": None if len(set(a) | set(b)) < 2 else number(2 * np.cov(x, y, ddof=0)[0, 1] / spread),
                "mean_absolute_error": number(metrics.mean_absolute_error(a, b)),
                "root_mean_squared_error": number(metrics.root_mean_squared_error(a, b))}
        if len(a) > 2 and not constant:
            pearson, spearman = stats.pearsonr(a, b), stats.spearmanr(a, b)
            case["pearson"] = [number(pearson.statistic), number(pearson.pvalue)]
            case["spearman"] = [number(spearman.statistic), number(spearman.pvalue)]
        yield case


write("classification", ["scikit-learn"], 1e-12, classification_cases(),
      "Matthews is null where a column says one class throughout; scikit-learn says 0. A weighted mean is null where "
      "only classes without support have a number; scikit-learn then gives the plain mean.")
write("probabilities", ["scikit-learn"], 1e-12, probability_cases())
write("calibration", ["numpy"], 1e-12, calibration_cases(), "By the definition of Guo and others 2017.")
write("scores", ["scipy", "scikit-learn", "numpy"], 1e-12, score_cases(),
      "concordance: by Lin's definition, with variances over n.")

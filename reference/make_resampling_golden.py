"""Golden files for resampling, tests of difference and intervals of a share.

    python3 -m venv venv && venv/bin/pip install mpmath scikit-learn scipy krippendorff statsmodels
    venv/bin/python reference/make_resampling_golden.py

Writes reference/golden/<metric>.json. Bootstrap intervals depend on what is drawn: our generator
is written down here once more, so that scipy works on the very same resamples.
"""

import json
import math
import random
import warnings
from itertools import combinations, product

import mpmath
import numpy as np
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import normal_sample_size_one_tail
from statsmodels.stats.proportion import proportion_confint

from golden_file import number, write

warnings.simplefilter("ignore")
mpmath.mp.dps = 40


# Our generator (sfc32), its seeding, and one stream a resample: src/base/random.ts, src/metrics/streams.ts.

mask = 0xFFFFFFFF


def sfc32(state):
    a, b, c, d = state
    t = (a + b + d) & mask
    state[:] = [b ^ (b >> 9), (c + (c << 3)) & mask, (((c << 21) | (c >> 11)) + t) & mask, (d + 1) & mask]
    return t


def spread(text):
    h = (1779033703 ^ len(text)) & mask
    for character in text:
        h = ((h ^ ord(character)) * 3432918353) & mask
        h = ((h << 13) | (h >> 19)) & mask
    words = []
    for _ in range(4):
        h = ((h ^ (h >> 16)) * 2246822507) & mask
        h = ((h ^ (h >> 13)) * 3266489909) & mask
        h ^= h >> 16
        words.append(h)
    return words


def warm(state):
    for _ in range(12):
        sfc32(state)
    return state


def drawn_indices(seed, resamples, n):
    """Row r holds the n indices that resample r draws."""
    state = warm(spread(str(seed)))
    starts = [[sfc32(state) for _ in range(4)] for _ in range(resamples)]
    rows = []
    for start in starts:
        stream = warm(start)
        rows.append([sfc32(stream) * n // 2**32 for _ in range(n)])
    return np.array(rows)


class Drawn:
    """What scipy.stats.bootstrap takes as the distribution of an earlier call."""

    def __init__(self, values):
        self.bootstrap_distribution = np.array(values)


def mean(values):
    return float(np.mean(values))


def kappa(a, b):
    return cohen_kappa_score(a, b)


def pearson(a, b):
    return float(stats.pearsonr(a, b).statistic)


statistics = {"mean": mean, "kappa": kappa, "pearson": pearson}


def bootstrap_case(name, columns, seed, level, resamples=400):
    statistic = statistics[name]
    n = len(columns[0])
    data = [np.array(column) for column in columns]
    rows = drawn_indices(seed, resamples, n)
    values = [statistic(*(column[row] for column in data)) for row in rows]
    defined = [value for value in values if math.isfinite(value)]
    case = {"statistic": name, "columns": columns, "seed": seed, "level": level, "resamples": resamples,
            "defined": len(defined)}
    for method, theirs in (("percentile", "percentile"), ("basic", "basic"), ("bca", "BCa")):
        found = stats.bootstrap(tuple(data), statistic, paired=len(data) > 1, vectorized=False, n_resamples=0,
                                bootstrap_result=Drawn(defined), confidence_level=level, method=theirs)
        interval = found.confidence_interval
        case[method] = [number(interval.low), number(interval.high)]
    left_out = np.array([statistic(*(np.delete(column, i) for column in data)) for i in range(n)])
    estimate = statistic(*data)
    case["jackknife"] = {"estimate": estimate, "bias": (n - 1) * (left_out.mean() - estimate),
                         "standard_error": math.sqrt((n - 1) / n * ((left_out - left_out.mean()) ** 2).sum())}
    if name == "mean":
        # Bootstrap-t by definition (Efron and Tibshirani 1993, section 12.5); the jackknife error of a mean is s / sqrt(n).
        errors = [np.std(data[0][row], ddof=1) / math.sqrt(n) for row in rows]
        distances = [(value - estimate) / error for value, error in zip(values, errors) if error > 0]
        error = np.std(data[0], ddof=1) / math.sqrt(n)
        low, high = np.quantile(distances, [(1 - level) / 2, (1 + level) / 2])
        case["studentised"] = [float(estimate - high * error), float(estimate - low * error)]
    return case


def bootstrap_cases():
    rng = random.Random(1)
    skewed = [round(rng.expovariate(1), 6) for _ in range(20)]
    yield bootstrap_case("mean", [skewed], 0, 0.95)
    yield bootstrap_case("mean", [skewed], "another seed", 0.9)
    yield bootstrap_case("mean", [[rng.choice([0, 1, 1, 1]) for _ in range(30)]], 7, 0.95)
    yield bootstrap_case("mean", [[rng.randint(1, 5) for _ in range(60)]], 8, 0.99)
    a = [rng.choice("ABC") for _ in range(40)]
    yield bootstrap_case("kappa", [a, [x if rng.random() < 0.7 else rng.choice("ABC") for x in a]], 3, 0.95)
    a = [rng.gauss(0, 1) for _ in range(25)]
    yield bootstrap_case("pearson", [a, [x + rng.gauss(0, 0.7) for x in a]], 4, 0.95)


def normal_cases():
    rng = random.Random(2)
    for x in [-38, -37.5, -20, -8, -5, -2, -1.25, -1.2499, -1e-9, 0, 1e-9, 0.3, 1, 1.2501, 1.959963984540054, 3, 5,
              *(rng.uniform(-10, 4) for _ in range(40))]:
        yield {"x": x, "cdf": float(mpmath.ncdf(mpmath.mpf(x)))}


def quantile_cases():
    rng = random.Random(3)
    for p in [1e-300, 1e-100, 1e-10, 0.001, 0.025, 0.5, 0.8, 0.95, 0.975, 0.995, *(rng.random() for _ in range(20))]:
        x = mpmath.findroot(lambda x: mpmath.log(mpmath.ncdf(x)) - mpmath.log(mpmath.mpf(p)), stats.norm.ppf(p))
        yield {"p": p, "quantile": float(x)}


def share_cases():
    for successes, n in ((0, 1), (1, 1), (0, 10), (10, 10), (1, 10), (7, 40), (20, 40), (667, 999), (3, 100000)):
        for level in (0.8, 0.95, 0.999):
            case = {"successes": successes, "n": n, "level": level}
            for name, method in (("wilson", "wilson"), ("clopper_pearson", "beta")):
                low, high = proportion_confint(successes, n, alpha=1 - level, method=method)
                case[name] = [float(low), float(high)]
            yield case


def mcnemar_cases():
    for b, c in ((0, 0), (0, 1), (1, 0), (3, 3), (2, 8), (12, 5), (0, 30), (120, 90), (3000, 2900)):
        table = [[10, b], [c, 10]]
        case = {"only_first": b, "only_second": c}
        for name, options in (("exact", {"exact": True}), ("chi_square", {"exact": False, "correction": False}),
                              ("corrected", {"exact": False, "correction": True})):
            found = mcnemar(table, **options)
            # With no discordant items the chi-squares are 0 / 0.
            case[name] = None if b + c == 0 and name != "exact" else {"p": float(found.pvalue),
                                                                     "statistic": float(found.statistic)}
        if b == c > 0:
            # statsmodels corrects equal counts past 0; R's mcnemar.test and ours do not.
            case["corrected"] = {"p": 1.0, "statistic": 0.0}
        yield case


def two_sided(values, observed):
    size = max(1, max(abs(value) for value in values))
    return sum(abs(value) >= abs(observed) - 1e-12 * size for value in values) / len(values)


def paired_cases():
    rng = random.Random(4)
    for n, values in ((1, 5), (4, 5), (8, 5), (11, 10), (13, 1000)):
        a = [rng.randint(0, values) for _ in range(n)]
        b = [rng.randint(0, values) for _ in range(n)]
        case = {"a": a, "b": b}
        for alternative in ("two-sided", "greater", "less"):
            case[alternative] = float(stats.permutation_test(
                (a, b), lambda x, y: np.mean(x) - np.mean(y), permutation_type="samples", vectorized=False,
                n_resamples=np.inf, alternative=alternative).pvalue) if n > 1 else \
                two_sided([a[0] - b[0], b[0] - a[0]], a[0] - b[0]) if alternative == "two-sided" else \
                sum((d >= a[0] - b[0]) if alternative == "greater" else (d <= a[0] - b[0])
                    for d in (a[0] - b[0], b[0] - a[0])) / 2
        yield case


def unpaired_cases():
    rng = random.Random(5)
    for n, m in ((1, 1), (1, 9), (3, 2), (4, 10), (7, 7)):
        a = [rng.randint(0, 6) for _ in range(n)]
        b = [rng.randint(1, 8) for _ in range(m)]
        # scipy doubles the smaller tail; ours counts what lies as far from 0: its "greater" of the absolute difference.
        pool = a + b
        def difference(chosen):
            rest = [i for i in range(n + m) if i not in chosen]
            return sum(pool[i] for i in chosen) / n - sum(pool[i] for i in rest) / m
        all_of_them = [difference(chosen) for chosen in combinations(range(n + m), n)]
        observed = difference(tuple(range(n)))
        case = {"a": a, "b": b, "two-sided": two_sided(all_of_them, observed)}
        for alternative in ("greater", "less"):
            case[alternative] = float(stats.permutation_test(
                (a, b), lambda x, y: np.mean(x) - np.mean(y), permutation_type="independent", vectorized=False,
                n_resamples=np.inf, alternative=alternative).pvalue) if n > 1 and m > 1 else \
                sum((d >= observed - 1e-12) if alternative == "greater" else (d <= observed + 1e-12)
                    for d in all_of_them) / len(all_of_them)
        yield case


def wilcoxon_cases():
    rng = random.Random(6)
    for n in (1, 5, 20, 49):
        d = [round(rng.gauss(0.3, 1), 6) for _ in range(n)]
        found = stats.wilcoxon(d, method="exact")
        yield {"differences": d, "p": float(found.pvalue), "statistic": float(found.statistic), "exact": True}
    # The exact p of scipy knows no ties: all sign changes by definition.
    for n in (3, 8, 12):
        d = [rng.choice([-3, -2, -1, 0, 1, 2, 2, 3]) for _ in range(n)] + [1]
        kept = [x for x in d if x != 0]
        ranks = stats.rankdata(np.abs(kept))
        sums = [sum(rank for rank, up in zip(ranks, ups) if up) for ups in product((0, 1), repeat=len(kept))]
        statistic = min(sum(rank for rank, x in zip(ranks, kept) if x > 0),
                        sum(rank for rank, x in zip(ranks, kept) if x < 0))
        p = min(1, 2 * sum(s <= statistic for s in sums) / len(sums))
        yield {"differences": d, "p": p, "statistic": float(statistic), "exact": True}
    for n in (70, 300):
        d = [rng.choice([-3, -2, -1, 0, 1, 2, 2, 3]) for _ in range(n)]
        found = stats.wilcoxon(d, method="approx", correction=False)
        yield {"differences": d, "p": float(found.pvalue), "statistic": float(found.statistic), "exact": False}


def items_needed_cases():
    for difference, deviation in ((0.1, 0.5), (0.02, 0.3), (-0.3, 1.0)):
        for power, alpha in ((0.8, 0.05), (0.9, 0.01)):
            n = normal_sample_size_one_tail(abs(difference), power, alpha / 2, std_null=deviation, std_alternative=deviation)
            yield {"difference": difference, "spread": {"deviation": deviation}, "power": power, "alpha": alpha, "n": math.ceil(float(n))}
    for difference, discordance in ((0.05, 0.2), (0.02, 0.1), (-0.1, 0.1), (0.2, 0.5)):
        for power, alpha in ((0.8, 0.05), (0.9, 0.01)):
            n = normal_sample_size_one_tail(abs(difference), power, alpha / 2, std_null=math.sqrt(discordance),
                                            std_alternative=math.sqrt(discordance - difference**2))
            yield {"difference": difference, "spread": {"discordance": discordance}, "power": power, "alpha": alpha, "n": math.ceil(float(n))}


def adjusted_cases():
    rng = random.Random(7)
    for ps in ([0.5], [0.01, 0.04, 0.03], [0.02] * 4, [0, 1, 0.5], [rng.random() ** 3 for _ in range(25)],
               [round(rng.random() ** 4, 2) for _ in range(60)]):
        case = {"ps": ps}
        for name, method in (("holm", "holm"), ("benjamini-hochberg", "fdr_bh"), ("bonferroni", "bonferroni")):
            case[name] = [float(p) for p in multipletests(ps, method=method)[1]]
        yield case


write("bootstrap-methods", ["scipy", "numpy", "scikit-learn"], 1e-12, list(bootstrap_cases()),
      "scipy.stats.bootstrap on the resamples that our generator draws; studentised and jackknife by definition.")
write("normal-cdf", ["mpmath"], 1e-14, list(normal_cases()), "The tolerance is relative.")
write("normal-quantile", ["mpmath"], 1e-14, list(quantile_cases()), "The tolerance is relative, and absolute below 1.")
write("share-intervals", ["statsmodels"], 1e-12, list(share_cases()))
write("mcnemar", ["statsmodels"], 1e-12, list(mcnemar_cases()),
      "With equal counts the corrected chi-square is 0, as R has it; statsmodels corrects past 0.")
write("paired-permutation-test", ["scipy"], 1e-12, list(paired_cases()))
write("permutation-test", ["scipy"], 1e-12, list(unpaired_cases()),
      "Two-sided by counting all divisions: scipy doubles the smaller tail instead.")
write("wilcoxon-signed-rank", ["scipy"], 1e-12, list(wilcoxon_cases()),
      "Exact with ties by counting all sign changes: the exact p of scipy knows none.")
write("items-needed", ["statsmodels"], 0, list(items_needed_cases()))
write("adjusted-p-values", ["statsmodels"], 1e-12, list(adjusted_cases()))

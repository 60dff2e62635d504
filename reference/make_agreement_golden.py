"""Golden files for agreement among annotators, made by other people's implementations.

    python3 -m venv venv && venv/bin/pip install irrCAC pingouin nltk krippendorff statsmodels scipy mpmath setuptools
    venv/bin/python reference/make_agreement_golden.py

Writes reference/golden/{weighted-agreement,scott-pi,category-agreement,krippendorff-distance,
intraclass-correlation,beta-distribution,f-distribution}.json. The cases come from a seeded generator: unequal
sizes, ties, gaps, one unit, none, one class only. `null` is a measure that is not defined; where an
implementation gives a number or an error all the same, `note` says what was put in its place.
"""

import random
import warnings

import krippendorff
import mpmath
import numpy as np
import pandas as pd
import pingouin
from irrCAC.raw import CAC
from nltk.metrics.agreement import AnnotationTask
from scipy import stats
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

from golden_file import number, ratings, write

warnings.simplefilter("ignore")
weights = ("identity", "linear", "quadratic", "ordinal")


def tables(rng):
    yield from (ratings(rng, units, raters, values, gaps, agree)
                for units, raters in ((3, 2), (11, 3), (50, 5))
                for values in ([1, 2], [1, 2, 3, 4, 5], [0, 0.5, 3, 10])
                for gaps in (0, 0.3)
                for agree in (0.2, 0.8))
    yield from ([[1, 1], [1, 1]], [[1, None], [None, 2]], [[1, 2], [None, 3]], [[None, None]], [[1, 2]],
                [[1, 1], [1, 2], [1, 1], [1, 1], [1, 1]], [[1, 1, None], [2, None, None], [None, None, None]])


def weighted_cases():
    rng = random.Random(11)
    for table in tables(rng):
        occurring = sorted({value for row in table for value in row if value is not None})
        paired = any(sum(value is not None for value in row) > 1 for row in table)
        scales = [None, [1, 2, 3, 4, 5, 6, 7]] if all(v in range(1, 8) for v in occurring) else [None]
        for scale in scales:
            case = {"ratings": table, **({"classes": scale} if scale else {}), "percent": None}
            for name in weights:
                if not paired or len(scale or occurring) < 2:
                    case[name] = {"gwet": None, "brennan_prediger": None}
                    continue
                # Of one unit it cannot tell the variance; twice the unit has the same coefficients.
                rated = sum(any(value is not None for value in row) for row in table)
                frame = pd.DataFrame(table * 2 if rated == 1 else table, dtype=float)
                cac = CAC(frame, weights=name, categories=scale, digits=17)
                gwet = (cac.gwet(), cac.coefficient_value)[1]
                case[name] = {"gwet": number(gwet), "brennan_prediger": number((cac.bp(), cac.coefficient_value)[1])}
                if name == "identity":
                    case["percent"] = number(cac.pa)
            if paired and case["percent"] is None:
                case["percent"] = 1.0
            yield case


def scott_cases():
    rng = random.Random(12)
    for units in (1, 4, 30, 120):
        for values in ([1, 2], [1, 2, 3, 4, 5]):
            for gaps in (0, 0.2):
                for agree in (0.1, 0.7):
                    table = ratings(rng, units, 2, values, gaps, agree)
                    both = [row for row in table if None not in row]
                    case = {"ratings": table}
                    varies = len({value for row in both for value in row}) > 1
                    task = [(rater, str(unit), value) for unit, row in enumerate(both)
                            for rater, value in zip("ab", row)]
                    case["identity"] = number(AnnotationTask(task).pi()) if varies else None
                    for name in ("linear", "quadratic", "ordinal"):
                        # The scale is what occurs in any unit, as it is for the others.
                        scale = sorted({value for row in table for value in row if value is not None})
                        if not varies:
                            case[name] = None
                            continue
                        frame = pd.DataFrame(both * 2 if len(both) == 1 else both, dtype=float)
                        cac = CAC(frame, weights=name, categories=scale, digits=17)
                        case[name] = number((cac.fleiss(), cac.coefficient_value)[1])
                    yield case


def category_cases():
    rng = random.Random(13)
    shapes = ((5, 2, 0), (20, 3, 0), (60, 5, 0), (12, 4, 0.3))
    for units, raters, gaps in shapes:
        for agree in (0.2, 0.8):
            table = ratings(rng, units, raters, [1, 2, 3], gaps, agree)
            case = {"ratings": table, "classes": []}
            for name in (1, 2, 3):
                dichotomy = [[None if value is None else int(value == name) for value in row] for row in table]
                counts = [(sum(v == 1 for v in row), sum(v is not None for v in row)) for row in dichotomy]
                pairs = [(n, m) for n, m in counts if m > 1]
                said = sum(n * (m - 1) for n, m in pairs)
                flat = [value for row in dichotomy for value in row if value is not None and
                        sum(v is not None for v in row) > 1]
                varies = len(set(flat)) > 1
                data = np.array([[np.nan if v is None else v for v in row] for row in dichotomy], dtype=float).T
                case["classes"].append({
                    "class": name,
                    "specific": sum(n * (n - 1) for n, _ in pairs) / said if said else None,
                    "kappa": number(fleiss_kappa(aggregate_raters(np.array(dichotomy, dtype=int))[0]))
                    if varies and gaps == 0 else None,
                    "alpha": number(krippendorff.alpha(data, level_of_measurement="nominal")) if varies else None,
                })
            yield case


def distance_cases():
    rng = random.Random(14)
    # By the places of the classes; not squared.
    given = {"absolute": lambda a, b: abs(a - b), "root": lambda a, b: abs(a - b) ** 0.5,
             "far": lambda a, b: float(abs(a - b) > 1)}
    for units, raters, gaps in ((4, 2, 0), (25, 4, 0.3), (40, 3, 0.1)):
        for agree in (0.2, 0.8):
            table = ratings(rng, units, raters, [1, 2, 3, 4, 5], gaps, agree)
            data = np.array([[np.nan if v is None else v for v in row] for row in table], dtype=float).T
            case = {"ratings": table}
            for name, distance in given.items():
                def metric(v1, v2, i1, i2, n_v, dtype=None, distance=distance):
                    return np.vectorize(distance, otypes=[float])(v1, v2)
                case[name] = number(krippendorff.alpha(data, level_of_measurement=metric))
            yield case


def intraclass_cases():
    rng = random.Random(15)

    def scores(units, raters, unit_spread, rater_spread, rest, whole):
        strictness = [rng.gauss(0, rater_spread) for _ in range(raters)]
        rows = []
        for _ in range(units):
            quality = rng.gauss(5, unit_spread)
            row = [quality + strict + rng.gauss(0, rest) for strict in strictness]
            rows.append([round(value) for value in row] if whole else row)
        return rows

    found = [scores(units, raters, spread, strict, rest, whole)
             for units, raters in ((3, 2), (8, 4), (40, 3))
             for spread, strict, rest in ((2, 0.5, 0.5), (1, 2, 1), (0.1, 0, 2))
             for whole in (False, True)]
    # Shrout and Fleiss 1979, table 2.
    found.append([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    found.append([[1, 2, None], [2, 3, 4], [5, 5, 6], [None, 1, 1], [9, 7, 8]])
    names = dict(zip(["ICC(1,1)", "ICC(A,1)", "ICC(C,1)", "ICC(1,k)", "ICC(A,k)", "ICC(C,k)"],
                     ["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]))
    pingouin.options.clear()
    for rows in found:
        long = pd.DataFrame([{"unit": unit, "rater": rater, "score": value}
                             for unit, row in enumerate(rows) for rater, value in enumerate(row) if value is not None])
        if long.groupby("unit")["score"].std(ddof=0).sum() == 0:
            continue
        table = pingouin.intraclass_corr(long, "unit", "rater", "score", nan_policy="omit")
        forms = {names[row["Type"]]: {
            "value": number(row["ICC"]), "f": number(row["F"]), "df1": int(row["df1"]), "df2": int(row["df2"]),
            "p": number(row["pval"]), "low": number(row["CI95"][0]), "high": number(row["CI95"][1])}
            for _, row in table.iterrows()}
        yield {"ratings": rows, "forms": forms}


def beta_cases():
    rng = random.Random(16)
    mpmath.mp.dps = 50
    shapes = [(10 ** rng.uniform(-1, 3.5), 10 ** rng.uniform(-1, 3.5)) for _ in range(60)]
    shapes += [(0.5, 0.5), (1, 1), (2.5, 0.5), (50, 0.5), (0.5, 500), (1000, 1000), (1, 20), (8, 3)]
    for a, b in shapes:
        middle, spread = a / (a + b), (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
        for x in (middle, middle + spread * rng.uniform(-5, 5)):
            x = min(max(x, 1e-9), 1 - 1e-9)
            chance = mpmath.betainc(a, b, 0, x, regularized=True)
            if chance > 1e-200:
                yield {"x": x, "a": a, "b": b, "cdf": float(chance)}


def f_cases():
    for df1, df2 in ((1, 1), (1, 30), (5, 18), (5, 15), (4.7, 9.3), (39, 78), (200, 3)):
        for p in (0.025, 0.5, 0.95, 0.975, 0.999):
            quantile = stats.f.ppf(p, df1, df2)
            yield {"p": p, "df1": df1, "df2": df2, "quantile": float(quantile),
                   "f": round(float(quantile), 3), "tail": float(stats.f.sf(round(float(quantile), 3), df1, df2))}


write("weighted-agreement", ["irrCAC"], 1e-12, weighted_cases(),
      "Where the scale has one class irrCAC puts a chance agreement next to 1 or 0; here that is null.")
write("scott-pi", ["nltk", "irrCAC"], 1e-12, scott_cases(),
      "identity: nltk's pi; the others: irrCAC's fleiss, on the units that both rated.")
write("category-agreement", ["statsmodels", "krippendorff"], 1e-12, category_cases(),
      "specific: by its definition; kappa, alpha: of the class against the rest.")
write("krippendorff-distance", ["krippendorff"], 1e-12, distance_cases())
write("intraclass-correlation", ["pingouin", "scipy"], 1e-9, intraclass_cases(),
      "Relative for f and p, absolute else. pingouin takes its mean squares from a regression, which costs digits.")
write("beta-distribution", ["mpmath"], 1e-12, beta_cases(), "Relative; computed with 50 digits.")
write("f-distribution", ["scipy"], 1e-10, f_cases(), "Relative; SciPy's own quantiles are not exact to more.")

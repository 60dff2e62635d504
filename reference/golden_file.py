"""What the scripts beside this one share: writing a golden file, and ratings from a seeded generator."""

import json
import math
import sys
from importlib.metadata import version
from pathlib import Path

folder = Path(__file__).parent / "golden"


def write(name, makers, tolerance, cases, note=None, per_line=1):
    """`per_line` cases a line. `makers` are packages; their versions are written with them."""
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    made_by = ", ".join([*(f"{maker} {version(maker)}" for maker in makers), python])
    head = {"made_by": made_by, "tolerance": tolerance, **({"note": note} if note else {})}
    texts = [json.dumps(case, ensure_ascii=False) for case in cases]
    lines = ",\n".join("    " + ", ".join(texts[i:i + per_line]) for i in range(0, len(texts), per_line))
    top = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items())
    (folder / f"{name}.json").write_text(f'{{\n{top},\n  "cases": [\n{lines}\n  ]\n}}\n', encoding="utf-8")
    print(name, len(texts))


def number(value):
    """JSON has no NaN: a measure that is not defined is null."""
    value = float(value)
    return value if math.isfinite(value) else None


def ratings(rng, units, raters, values, gaps, agree):
    """`ratings[unit][rater]`, null for a gap: each rater sees the unit's true value with probability `agree`."""
    rows = []
    for _ in range(units):
        true = rng.choice(values)
        rows.append([None if rng.random() < gaps else true if rng.random() < agree else rng.choice(values)
                     for _ in range(raters)])
    return rows

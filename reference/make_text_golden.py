"""Golden files for BLEU, chrF, TER and paired comparisons, made by sacrebleu.

    python3 -m venv venv && venv/bin/pip install sacrebleu
    venv/bin/python reference/make_text_golden.py

Writes reference/golden/{bleu,chrf,ter,paired}.json. The texts come from a seeded
generator: repeats, numbers, punctuation in rows, entities, white space of all
kinds, Korean, Chinese, emoji, combining marks; empty on either side; one
reference, three, and a number that varies. `rows` are sacrebleu's own sufficient
statistics of each segment, `sentences` the scores of each alone.
"""

import json
import logging
import random

from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

from golden_file import write

logging.getLogger("sacrebleu").setLevel(logging.ERROR)

words = ["the", "cat", "sat", "on", "The", "mat", "dog", "it's", "U.S.", "3.14", "1,000.5", "5-4", "-7", "2019.",
         "5.", ".5", "..", "...5", "4..", "a,b", "re-use", "x/y", "(hi)", "\"so\"", "end.", "well,", "!?", "Straße",
         "ΑΣ", "İstanbul", "café", "cafe\u0301", "고양이가", "매트", "위에", "앉았다.", "한국어", "我们", "你好,世界。",
         "猫在垫子上", "カタカナ", "ひらがな", "（全角）", "、", "٣٤٫٥", "½", "€5", "«x»", "–", "…", "👍", "👩‍👩‍👧", "🇰🇷", "x²",
         "&quot;q&quot;", "&amp;", "&amp;lt;", "&lt;b&gt;", "<skipped>", "'s", "dog's", "$9.99", "#1", "@me", "a_b", "~", "^"]
gaps = [" "] * 12 + ["", "  ", "\n", "-\n", "\n-", "\t", "\u00a0", "\u3000", "\u2028", "\x1c", "\x85", "\ufeff", "\u200b"]


def text(rng, n):
    parts = []
    for _ in range(n):
        parts += [rng.choice(words[:12] if rng.random() < 0.5 else words), rng.choice(gaps)]
    return "".join(parts)


def noisy(rng, line):
    tokens = line.split(" ")
    for _ in range(rng.randint(0, 3)):
        i, j = rng.randrange(len(tokens)), rng.randrange(len(tokens))
        action = rng.random()
        if action < 0.3:
            tokens[i] = rng.choice(words)
        elif action < 0.5:
            tokens.insert(i, tokens[j])
        elif action < 0.8:
            tokens.insert(j, tokens.pop(i))
        elif len(tokens) > 1:
            tokens.pop(i)
    return " ".join(tokens)


def segments(seed, n, references):
    """`references` is a number, or None for one that varies."""
    rng = random.Random(seed)
    for i in range(n):
        line = text(rng, rng.choice([1, 2, 3, 5, 8, 13]))
        others = [noisy(rng, line) for _ in range(references or rng.randint(1, 3))]
        if i == 0:
            others[0] = ""
        yield ("" if i in (0, 1) else noisy(rng, line)), others


def plain(value):
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else float(value)


def cases(make, optionses, about):
    for seed, options in enumerate(optionses):
        for references in ((1, 3, None) if seed == 0 else (1,) if seed % 2 else (None,)):
            rows = list(segments(1000 * seed + (references or 0), 14, references))
            hypotheses = [hypothesis for hypothesis, _ in rows]
            most = max(len(refs) for _, refs in rows)
            columns = [[refs[i] if i < len(refs) else None for _, refs in rows] for i in range(most)]
            metric = make(**options)
            stats = metric._extract_corpus_statistics(hypotheses, columns)
            corpus = metric.corpus_score(hypotheses, columns)
            signature = metric.get_signature()
            sentences = [make(**options).sentence_score(hypothesis, refs).score for hypothesis, refs in rows]
            yield {"options": options, "hypotheses": hypotheses, "references": [refs for _, refs in rows],
                   "name": corpus.name, "signature": signature.format(), "short": signature.format(short=True),
                   "rows": plain(stats), "sentences": sentences, "corpus": {"score": corpus.score, **about(corpus)}}


def paired_cases():
    rng = random.Random(8)
    for name, make, n, edits in (("bleu", BLEU, 40, 1), ("bleu", BLEU, 40, 3), ("ter", TER, 25, 2)):
        reference = [" ".join(rng.choice(words[:12]) for _ in range(12)) for _ in range(n)]
        systems = []
        for times in (1, edits):
            lines = reference
            for _ in range(times):
                lines = [noisy(rng, line) for line in lines]
            systems.append(lines)
        ps = []
        for test in ("bs", "ar"):
            _, scores = PairedTest([("a", systems[0]), ("b", systems[1])], {name: make()}, [reference],
                                   test_type=test, n_samples=10_000)()
            results = next(value for key, value in scores.items() if key != "System")
            ps.append(float(results[1].p_value))
        yield {"metric": name, "reference": reference, "first": systems[0], "second": systems[1],
               "difference": results[1].score - results[0].score, "bootstrap": ps[0], "randomisation": ps[1]}


bleu_options = [
    {}, {"effective_order": True}, {"lowercase": True}, {"tokenize": "none"}, {"tokenize": "intl"}, {"tokenize": "char"},
    {"tokenize": "zh"}, {"smooth_method": "none"}, {"smooth_method": "floor"},
    {"smooth_method": "floor", "smooth_value": 0.5}, {"smooth_method": "floor", "smooth_value": 0},
    {"smooth_method": "add-k"}, {"smooth_method": "add-k", "smooth_value": 0.25, "effective_order": True},
    {"smooth_method": "add-k", "smooth_value": 0}, {"max_ngram_order": 1}, {"max_ngram_order": 6},
    {"tokenize": "intl", "lowercase": True, "max_ngram_order": 2, "smooth_method": "none", "effective_order": True},
    {"tokenize": "zh", "lowercase": True, "effective_order": True}, {"tokenize": "char", "smooth_method": "floor"},
]
chrf_options = [
    {}, {"word_order": 2}, {"lowercase": True}, {"whitespace": True}, {"eps_smoothing": True}, {"beta": 1},
    {"word_order": 1, "beta": 3}, {"char_order": 1}, {"char_order": 3, "word_order": 3, "lowercase": True},
    {"char_order": 0, "word_order": 2}, {"word_order": 2, "eps_smoothing": True, "whitespace": True},
]
ter_options = [{}] + [
    {name: True for name, bit in (("normalized", 1), ("no_punct", 2), ("asian_support", 4), ("case_sensitive", 8)) if mask & bit}
    for mask in range(1, 16)
]


def long_segments():
    """Where TER's limits bite: long moves, many tries, lengths that differ much."""
    rng = random.Random(7)
    for n, m, kinds in ((120, 120, 60), (150, 40, 12), (30, 150, 30), (3, 140, 4), (90, 90, 3), (60, 60, 60), (0, 80, 5)):
        reference = [f"w{rng.randrange(kinds)}" for _ in range(m)]
        hypothesis = (reference * 5)[:n]
        for _ in range(4):
            if len(hypothesis) > 1:
                i, j = sorted(rng.sample(range(len(hypothesis)), 2))
                k = rng.randint(i, j)
                hypothesis = hypothesis[:i] + hypothesis[k:j] + hypothesis[i:k] + hypothesis[j:]
        yield " ".join(hypothesis), " ".join(reference)


def long_ter():
    rows = list(long_segments())
    metric = TER()
    hypotheses, references = zip(*rows)
    corpus = metric.corpus_score(hypotheses, [references])
    signature = metric.get_signature()
    return {"options": {}, "hypotheses": hypotheses, "references": [[reference] for reference in references],
            "name": corpus.name, "signature": signature.format(), "short": signature.format(short=True),
            "rows": plain(metric._extract_corpus_statistics(hypotheses, [references])),
            "sentences": [TER().sentence_score(h, [r]).score for h, r in rows], "corpus": {"score": corpus.score}}


write("bleu", ["sacrebleu"], 1e-12, list(cases(BLEU, bleu_options, lambda score: {
    "precisions": score.precisions, "brevityPenalty": score.bp,
    "hypothesisLength": score.sys_len, "referenceLength": score.ref_len})))
write("chrf", ["sacrebleu"], 1e-12, list(cases(CHRF, chrf_options, lambda _: {})))
write("ter", ["sacrebleu"], 1e-12, [*cases(TER, ter_options, lambda _: {}), long_ter()])
write("paired", ["sacrebleu"], 0.02, list(paired_cases()),
      "p-values: both sides draw 10,000 times at random. Three standard errors of a share of a half are 0.015 each.")

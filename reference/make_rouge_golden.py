"""Golden files for ROUGE, its stemmer, exact match and token F1.

    python3 -m venv venv && venv/bin/pip install rouge-score==0.1.2 nltk
    venv/bin/python reference/make_rouge_golden.py

Writes reference/golden/{rouge,porter-stemmer,squad}.json. The cases come from a
seeded generator: several references, lines, repeated words, texts without words,
other scripts. The scripts that evaluate SQuAD are not a package: what they
compute is written out below from its definition (Rajpurkar et al. 2016, "SQuAD:
100,000+ Questions for Machine Comprehension of Text", section 6.1, and 2018,
"Know What You Don't Know", for questions without an answer).
"""

import json
import random
import re
import string
from collections import Counter

from nltk.stem.porter import PorterStemmer
from rouge_score.rouge_scorer import RougeScorer

from golden_file import write

types = ["rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"]


endings = ("s es ies ss sses ed ied eed ing y ational tional enci anci ency izer bli ably alli ally entli ently eli "
           "ousli ization ation ator alism iveness fulness ousness aliti ality iviti biliti bility fulli fully logi "
           "logy icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion sion tion "
           "ou ism ate iti ous ive ize e ll le ated bled ized tted lling ssed zzing xed wing oye").split()
stems = ("b tr y by ay oy tee fl hop fil fail tro trou oat iv syz yy sayy priv orr relat rad vil geo arch sens "
         "organ electr adopt nation 3d").split()
oddities = ("sky skies dying lying tying news inning innings outing outings canning cannings howe proceed exceed "
            "succeed a is ie ies die dies died tie ties tied pie spied spies lie flies fly by say enjoy enjoyed happy "
            "yyyy yyyyed syzygy toy ion ions s ss bus gas this sing king thing red bed need agreed freed feed ate rate "
            "probate cease roll controll fall falling hiss fizzed 2nd 1990s 3d covid19 x00 oed owed aed eing").split()


def stemmer_cases():
    stemmer = PorterStemmer()
    words = oddities + [stem + ending for stem in stems for ending in endings]
    return [[word, stemmer.stem(word)] for word in dict.fromkeys(words)]


bases = "run judge evaluate connect relate walk nation happy metric answer token the a of and it cat agree rate".split()
suffixes = ["", "", "", "s", "ed", "ing", "ation", "ly", "ment", "ness", "er", "able"]
between = [" ", " ", " ", " ", ", ", "-", "\n", ". ", "_", "  "]


def text(rng, words, vocabulary):
    return "".join(rng.choice(vocabulary) + rng.choice(between) for _ in range(words))


def near(rng, of, vocabulary):
    """The same words with some dropped, replaced, and moved."""
    parts = re.split(r"( )", of)
    kept = [part if rng.random() < 0.7 else rng.choice([" ", rng.choice(vocabulary)]) for part in parts]
    at = rng.randint(0, len(kept))
    return "".join(kept[at:] + [" "] + kept[:at]) if rng.random() < 0.4 else "".join(kept)


def rouge_cases():
    rng = random.Random(1)
    vocabulary = [base + suffix for base in bases for suffix in suffixes]
    pairs = []
    for words, kinds in [(1, 5), (4, 5), (9, 12), (20, 60), (33, 15), (40, 240)] * 6:
        some = rng.sample(vocabulary, min(kinds, len(vocabulary)))
        first = text(rng, words, some)
        references = [first, *(near(rng, first, some) for _ in range(rng.choice([0, 0, 1, 2])))]
        pairs.append((near(rng, first, some), references))
    pairs += [
        ("", [""]), ("", ["a cat"]), ("a cat", [""]), ("a cat", ["", "the cat"]), ("...", ["!"]), ("\n\n", ["\na\n"]),
        ("one", ["one"]), ("one two", ["one two"]), ("The Cat's pyjamas!", ["the cat s pyjamas"]),
        ("a b c d\ne f g", ["e f g\na b c d"]), ("a b a b a b", ["b a b a"]), ("w x\ny z\n\nw x", ["w x y z"]),
        ("one two three four five\none three eight nine five", ["one two\nthree five\none nine"]),
        ("a a a\nb b b", ["a b a b\na b"]), ("x y", ["y x", "x z"]),
        ("서울은 한국의 수도이다", ["서울은 한국의 수도이다"]),
        ("GPT-4는 2023년에 나왔다", ["GPT-4 came in 2023"]), ("中文 abc 中文", ["abc"]),
        ("café naïve ÉTÉ", ["cafe naive ete"]),
        ("\u212a \u0130 \uff21 \u00b2", ["k i a 2"]), ("a\u00a0b\u2003c\rd\x0be\x1cf", ["a b c d e f"]),
        ("snake_case under_scored", ["snake case under scored"]),
        (" ".join(map(str, range(70))), [" ".join(map(str, range(3, 69, 2)))]),
    ]
    scorers = {"yes": RougeScorer(types, use_stemmer=True), "no": RougeScorer(types, use_stemmer=False)}
    for hypothesis, references in pairs:
        case = {"hypothesis": hypothesis, "references": references}
        for stemmer, scorer in scorers.items():
            scores = scorer.score_multi(references, hypothesis)
            case[stemmer] = [list(map(float, scores[kind])) for kind in types]
        yield case


def normalized(answer):
    answer = "".join(character for character in answer.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", answer).split())


def token_f1(prediction, gold, empty_is_right):
    ours, theirs = normalized(prediction).split(), normalized(gold).split()
    if empty_is_right and not (ours and theirs):
        return [float(ours == theirs)] * 3
    same = sum((Counter(ours) & Counter(theirs)).values())
    if same == 0:
        return [0.0, 0.0, 0.0]
    precision, recall = same / len(ours), same / len(theirs)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def squad_cases():
    rng = random.Random(2)
    vocabulary = ("The the a An an Denver Broncos Super Bowl 50, (1999) U.S. don't well-known $5 of in to Été "
                  "the-end").split()

    def some(words):
        return " ".join(rng.choice(vocabulary) for _ in range(words))

    pairs = []
    for words in (1, 2, 3, 6) * 10:
        gold = [some(rng.randint(1, words)) for _ in range(rng.randint(1, 3))]
        pairs.append((rng.choice([gold[0], some(words)]), gold))
    pairs += [
        ("", [""]), ("", ["x"]), ("x", [""]), ("the", ["a"]), ("a", ["the", "cat"]), ("!", ["?", ""]),
        ("x", ["x", "x y"]), ("서울특별시", ["서울특별시."]), ("서울 특별시", ["서울특별시"]), ("é a the\u00e9", ["é theé"]),
        ("a\u0301 x", ["x"]), ("x\x1cy\x85z", ["x y z"]), ("x\ufeffy", ["x y"]), ("the_end a_b", ["theend ab"]),
        ("x y x", ["x x x y"]), ("ΟΔΟΣ", ["οδος"]),
    ]
    for prediction, gold in pairs:
        case = {"prediction": prediction, "references": gold}
        with_words = [answer for answer in gold if normalized(answer)] or [""]
        for rule, answers in (("squad1.1", gold), ("squad2.0", with_words)):
            match = any(normalized(prediction) == normalized(answer) for answer in answers)
            f1s = [token_f1(prediction, answer, rule == "squad2.0") for answer in answers]
            case[rule] = [float(match), *max(f1s, key=lambda f1: f1[2])]
        yield case


write("porter-stemmer", ["nltk"], 1e-12, stemmer_cases(), "Words and their stems.", per_line=6)
write("rouge", ["rouge-score", "nltk"], 1e-12, list(rouge_cases()),
      f"With the stemmer and without: {', '.join(types)}, each as precision, recall, F.")
write("squad", [], 1e-12, list(squad_cases()),
      "From the definition, not a package. Under each rule: exact match; precision, recall and F1 of the reference "
      "with the best F1.")

"""The golden file of likelihoods: what llama-cpp-python gives for the embedded model's own file.

    python3 -m venv venv && venv/bin/pip install llama-cpp-python==0.3.36
    venv/bin/python reference/make_likelihood_golden.py <SmolLM2-135M-Instruct.Q4_1.gguf>

Writes reference/golden/likelihood.json: each token's natural log-probability after all before it, null
for the first, by evaluating the whole text at once. `alone` gives every token again, evaluated after its
own beginning in batches of four and without flash attention: how far the library is from itself, for
weights of 4 bits are rounded differently from one batch size and kernel to another. `logs` uses flash
attention and one batch, as assize does, whose batch lacks the last token; the tolerance is for that.
"""

import sys

import numpy as np
from llama_cpp import Llama

from golden_file import write

texts = [
    ["", "One two three four five six seven eight nine ten."],
    ["", "The bridge was closed for repairs, so the bus took the long way round the lake."],
    ["", "오늘은 비가 와서 집에서 책을 읽었다. 저녁에는 국수를 먹었다."],
    ["Question: Which planet is closest to the sun?\nAnswer:", " Mercury"],
    ["Question: Which planet is closest to the sun?\nAnswer:", " Venus"],
    ["Question: Which planet is closest to the sun?\nAnswer:", " The planet Mars"],
    ["Which is heavier, a feather or a brick?\n (A) the feather\n (B) the brick\n\nThe answer is:", " (A)"],
    ["Which is heavier, a feather or a brick?\n (A) the feather\n (B) the brick\n\nThe answer is:", " (B)"],
    ["", "def area(radius):\n    return 3.14159 * radius ** 2\n"],
]


def logs(model, tokens):
    """Each token's log-probability after those before it; the first has none."""
    model.reset()
    model.eval(tokens)
    rows = Llama.logits_to_logprobs(np.array(model.scores[:len(tokens)], dtype=np.float64))
    return [None] + [float(rows[i - 1][tokens[i]]) for i in range(1, len(tokens))]


def main(path):
    ways = {"whole": dict(n_batch=512, flash_attn=True), "alone": dict(n_batch=4, flash_attn=False)}
    models = {way: Llama(path, n_ctx=512, logits_all=True, verbose=False, n_threads=1, **how)
              for way, how in ways.items()}
    cases = []
    for context, text in texts:
        one = models["whole"]
        tokens = one.tokenize((context + text).encode(), add_bos=False, special=False)
        begin = len(one.tokenize(context.encode(), add_bos=False, special=False)) if context else 0
        whole, alone = (logs(models[way], tokens)[begin:] for way in ways)
        cases.append({"context": context, "text": text,
                      "logs": [None if log is None else round(log, 6) for log in whole],
                      "alone": [None if log is None else round(log, 6) for log in alone]})
    apart = [abs(a - b) for case in cases for a, b in zip(case["logs"], case["alone"]) if a is not None]
    note = f"llama-cpp-python differs from itself by {np.mean(apart):.3f} on average, {max(apart):.3f} at most"
    print(note)
    write("likelihood", ["llama-cpp-python"], 0.15, cases, note)


main(sys.argv[1])

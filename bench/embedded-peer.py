"""The same prompts by llama-cpp-python, with its own reuse of prefixes: one token a prompt.

Reads {"path", "threads", "prompts": [messages]} on standard input, writes one
line of JSON. Exits with 3 where llama-cpp-python is not installed.
"""

import json
import sys
import time

try:
    from llama_cpp import Llama
except ImportError:
    sys.exit(3)

job = json.load(sys.stdin)
model = Llama(model_path=job["path"], n_ctx=4096, n_threads=job["threads"], n_batch=512, verbose=False)


def ask(messages):
    model.create_chat_completion(messages=messages, max_tokens=1, temperature=0)


ask(job["prompts"][0])
wall, cpu = time.perf_counter(), time.process_time()
for messages in job["prompts"]:
    ask(messages)
n = len(job["prompts"])
spent, used = time.perf_counter() - wall, time.process_time() - cpu
print(json.dumps({"cpuSecondsAJudgment": used / n, "judgmentsPerSecond": n / spent}))

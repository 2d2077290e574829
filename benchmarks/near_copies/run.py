"""Run every competitor over the same corpora, each in a process of its own, and print the table.

python3.11 -m venv /tmp/rivals && /tmp/rivals/bin/pip install -r benchmarks/near_copies/rivals.txt
.venv/bin/python -m benchmarks.near_copies.run /tmp/rivals/bin/python /tmp/corpora 1000 10000
"""

import json
import subprocess
import sys
from pathlib import Path

OURS = sys.executable
RUNS = [  # module, arguments, the largest corpus it is asked to do
    ("ours", [], 10_000_000),
    ("ours_candidates", [], 10_000_000),
    ("brute", [], 1_000),
    ("datasketch_lsh", ["0.5"], 100_000),
    ("datasketch_lsh", ["0.2"], 10_000),
    ("rensa_lsh", [], 100_000),
]
COLUMNS = ("who", "what", "articles", "wall seconds", "cpu seconds", "articles a cpu second",
           "memory beside the texts, MB", "recall", "precision")  # fmt: skip


def corpus(folder: Path, count: int) -> Path:
    path = folder / f"corpus-{count}.jsonl"
    if not path.is_file():
        subprocess.run([OURS, "-m", "benchmarks.near_copies.corpus", str(count), str(path)], check=True)
    return path


def main(rivals: str, folder: str, *counts: str) -> None:
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
    for count in map(int, counts):
        path = corpus(Path(folder), count)
        for module, arguments, most in RUNS:
            if count <= most:
                python = OURS if module in ("ours", "ours_candidates", "brute") else rivals
                command = [python, "-m", f"benchmarks.near_copies.{module}", str(path), *arguments]
                output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                for line in output.splitlines():
                    row = json.loads(line)
                    print("| " + " | ".join(str(row.get(column, "")) for column in COLUMNS) + " |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""
``python -m benchmarks [reading publishing questions papers serving signing]`` measures and prints a table.

Run it on a quiet machine; every ratio is against a baseline measured in the same run.
"""

import sys
from importlib import import_module

PARTS = ("reading", "publishing", "questions", "papers", "serving", "signing")


def main(asked: list[str]) -> int:
    """Measure the parts *asked* for, all of them by default; 1 when a budget is exceeded."""
    print("| Việc | Đo được | Ngân sách | | Ghi chú |\n|---|---|---|---|---|")
    results = []
    for part in asked or PARTS:
        for result in import_module(f"benchmarks.{part}").run():
            results.append(result)
            print(result.line, flush=True)
    return int(any(r.budget is not None and r.value > r.budget for r in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

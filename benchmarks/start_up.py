"""CPU time of the command line's start, as a ratio to bare Python.

    python benchmarks/start_up.py [RUNS]

Prints, for ``clusterkg --help`` and for one query on the bundled graph (``clusterkg build`` first),
the median of user + system seconds over the runs, and its ratio to ``python -c pass`` in the same
process environment, the three taken in turn so that a noisy machine blurs all alike.
"""

import os
import statistics
import subprocess
import sys

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "clusterkg --help": ["-m", "clusterkg.app", "--help"],
    "clusterkg query members_of_partnership": [
        "-m", "clusterkg.app", "query", "members_of_partnership", "-f", "csv",
    ],
}


def cpu_seconds(arguments: list[str]) -> float:
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    used = after.children_user + after.children_system
    return used - before.children_user - before.children_system


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, arguments in COMMANDS.items():
            times[name].append(cpu_seconds(arguments))
    # The first round warms the file cache and the byte code.
    medians = {name: statistics.median(values[1:]) for name, values in times.items()}
    bare = medians["python -c pass"]
    for name, seconds in medians.items():
        print(f"{name:<42} {seconds * 1000:7.0f} ms CPU  {seconds / bare:5.1f} x bare Python")


if __name__ == "__main__":
    main()

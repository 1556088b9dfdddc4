"""Imports, filters and sorts a large directory with detente, DuckDB and Polars in turn; see the README."""

import argparse
import glob
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

from attributes import AWAY, HOME

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
NEEDLES = ["m", "ma", "tensa", "mama.tensa", "nobody"]


def timed(words):
    """Seconds, processor seconds, MiB at most."""
    with tempfile.NamedTemporaryFile("r") as said:
        subprocess.run(["/usr/bin/time", "-f", "%e %U %S %M", "-o", said.name, *words], check=True, capture_output=True)
        wall, user, system, kib = map(float, said.read().split())
    return wall, user + system, kib / 1024


def imported(detente, folder, place):
    """Our import, on the disk when the program ends."""
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([detente, "demo", place], check=True, capture_output=True)
    wall, cpu, mib = timed([detente, "import", f"{folder}/source.json", "--tenant", HOME, "--workspace", place])
    shutil.rmtree(place)
    return {"import": {"seconds": wall, "cpu": cpu, "mib": mib, "found": None}}


def steps(words):
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    rows = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return {row.pop("step"): row for row in rows}


def main():
    say = argparse.ArgumentParser(description=__doc__)
    say.add_argument("--users", type=int, nargs="+", default=[100_000, 1_000_000])
    say.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "detente-peers"))
    say.add_argument("--rounds", type=int, default=3)
    say.add_argument("--detente", default=os.path.join(ROOT, "target/release/detente"))
    say.add_argument("--directories", default=os.path.join(ROOT, "target/release/examples/directories"))
    say.add_argument("--lists", help="the program of `cargo bench --features bench --bench lists --no-run`")
    asked = say.parse_args()
    built = [one for one in glob.glob(os.path.join(ROOT, "target/release/deps/lists-*")) if "." not in os.path.basename(one)]
    lists = asked.lists or max(built, key=os.path.getmtime)
    before = {}
    for users in asked.users:
        folder = os.path.join(asked.folder, str(users))
        if not os.path.exists(os.path.join(folder, "target.jsonl")):
            subprocess.run([asked.directories, str(users), folder, HOME, AWAY], check=True)
        runs = {"detente": [], "DuckDB": [], "Polars": []}
        for _ in range(asked.rounds):
            with tempfile.TemporaryDirectory(dir=asked.folder) as place:
                ours = imported(asked.detente, folder, os.path.join(place, "w"))
                runs["detente"].append(ours | steps([lists, folder, *NEEDLES]))
                python = lambda name, file: [sys.executable, os.path.join(HERE, name), folder, os.path.join(place, file), *NEEDLES]
                runs["DuckDB"].append(steps(python("lists.duckdb.py", "users.duckdb")))
                runs["Polars"].append(steps(python("lists.polars.py", "users.parquet")))
        print(f"{users} users")
        middle = lambda of, name, key: statistics.median(run[name][key] for run in of)
        for name in runs["detente"][0]:
            ours = middle(runs["detente"], name, "seconds")
            for program, of in runs.items():
                if name not in of[0]:
                    continue
                assert of[0][name]["found"] == runs["detente"][0][name]["found"], (program, name, of[0][name])
                seconds, mib = middle(of, name, "seconds"), middle(of, name, "mib")
                grown = before.get((program, name))
                growth = f"   {seconds / grown[0]:5.1f} times as long, {mib / grown[1]:4.1f} times the memory" if grown else ""
                print(f"  {name:18} {program:8} {seconds * 1000:10.2f} ms {mib:7.0f} MiB   detente: {ours / seconds:6.3f} of the time{growth}")
                before[program, name] = (seconds, mib)


if __name__ == "__main__":
    main()

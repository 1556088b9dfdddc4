"""Previews two directories with detente, DuckDB and Polars in turn; see the README beside."""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

from attributes import AWAY, FILTER, HOME, PLAIN

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def schema():
    """The default template, one mapping more, and a filter of three clauses."""

    def clause(attribute, operator, value):
        return {"sourceOperandName": attribute, "operatorName": operator, "targetOperand": {"values": [value]}}

    def mapping(target, kind, name, expression, flow="Always", match=0):
        return {
            "targetAttributeName": target, "flowType": flow, "matchingPriority": match,
            "source": {"type": kind, "name": name, "expression": expression},
        }

    same = ["IsSoftDeleted", "accountEnabled", *PLAIN, "manager", "telephoneNumber", "userPrincipalName"]
    rows = [mapping(one, "Attribute", one, f"[{one}]") for one in same]
    rows.append(mapping("showInAddressList", "Constant", "true", '"true"'))
    rows.append(mapping("userType", "Constant", "Member", '"Member"', "ObjectAddOnly"))
    match = "AltSecIdFromNetId([netId])"
    rows.append(mapping("alternativeSecurityIds", "Function", "AltSecIdFromNetId", match, "ObjectAddOnly", 1))
    assert len(rows) == 24, len(rows)
    built_in = [clause("alternativeSecurityIds", "EQUALS", "None"), clause("userState", "NOT EQUALS", "PendingAcceptance")]
    scope = {
        "inputFilterGroups": [{"name": "Filter external users", "clauses": built_in}],
        "groups": [{"name": "Bench", "clauses": [clause(*one) for one in FILTER]}],
    }
    users = {
        "enabled": True, "flowTypes": "Add,Update,Delete", "sourceObjectName": "User",
        "targetObjectName": "User", "scope": scope, "attributeMappings": rows,
    }
    return {"synchronizationRules": [{"name": "USER_INBOUND_USER", "priority": 1, "objectMappings": [users]}]}


def workspace(detente, folder):
    """The practice workspace with our directories in the place of its own."""
    place = os.path.join(folder, "workspace")
    shutil.rmtree(place, ignore_errors=True)
    run = lambda *words: subprocess.run([detente, *words], check=True, capture_output=True, text=True).stdout
    run("demo", place)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(schema(), file)
        file.flush()
        ends = ["--source", HOME, "--target", "meridianhealth.com"]
        run("sync", "new", "Bench", *ends, "--all", "--threshold", "0", "--schema", file.name, "--workspace", place)
    tenants = json.loads(run("show", "tenants", "--workspace", place, "--format", "json"))
    for domain, name in ((HOME, "source"), (AWAY, "target")):
        ids = [one["tenantId"] for one in tenants if domain in [d["name"] for d in one["domains"]]]
        users = os.path.join(place, "directory", ids[0], "users.jsonl")
        os.unlink(users)
        os.link(os.path.join(folder, f"{name}.jsonl"), users)
    return place


def timed(words):
    """Seconds, MiB at most, what was written."""
    with tempfile.NamedTemporaryFile("r") as said:
        out = subprocess.run(["/usr/bin/time", "-v", "-o", said.name, *words], check=True, capture_output=True, text=True)
        text = said.read()
    clock = re.search(r"Elapsed .*: ([\d:.]+)\n", text)[1]
    seconds = sum(float(part) * 60**n for n, part in enumerate(reversed(clock.split(":"))))
    return seconds, int(re.search(r"Maximum resident .*: (\d+)", text)[1]) / 1024, out.stdout


def counts(text):
    """`users: create 335, update 3` as a table."""
    line = next(line for line in text.splitlines() if line.startswith("users: "))
    return {word: int(number) for word, number in re.findall(r"(\w+) (\d+)", line[7:])}


def main():
    say = argparse.ArgumentParser(description=__doc__)
    say.add_argument("--users", type=int, default=100_000)
    say.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "detente-peers"))
    say.add_argument("--rounds", type=int, default=3)
    say.add_argument("--detente", default=os.path.join(ROOT, "target/release/detente"))
    say.add_argument("--directories", default=os.path.join(ROOT, "target/release/examples/directories"))
    asked = say.parse_args()
    folder = os.path.join(asked.folder, str(asked.users))
    if not os.path.exists(os.path.join(folder, "target.jsonl")):
        subprocess.run([asked.directories, str(asked.users), folder, HOME, AWAY], check=True)
    place = workspace(asked.detente, folder)
    python = lambda name: [sys.executable, os.path.join(HERE, name), folder]
    programs = {
        "detente": [asked.detente, "sync", "preview", "Bench", "--workspace", place],
        "DuckDB": python("preview.duckdb.py"),
        "Polars": python("preview.polars.py"),
    }
    runs = {name: [] for name in programs}
    for _ in range(asked.rounds):
        for name, words in programs.items():
            runs[name].append(timed(words))
    answers = {name: counts(of[0][2]) if name == "detente" else json.loads(of[0][2]) for name, of in runs.items()}
    print("outcomes:", answers["detente"])
    assert all(answer == answers["detente"] for answer in answers.values()), answers
    ours = [statistics.median(column) for column in list(zip(*runs["detente"]))[:2]]
    for name, of in runs.items():
        seconds, mib = (statistics.median(column) for column in list(zip(*of))[:2])
        print(f"{name:8} {seconds:6.2f} s {mib:7.0f} MiB   detente: {ours[0] / seconds:4.2f} of the time, {ours[1] / mib:4.2f} of the memory")


if __name__ == "__main__":
    main()

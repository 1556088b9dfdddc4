"""Users loaded, filtered and sorted in Polars 2.1.0: `lists.polars.py FOLDER FILE NEEDLE...`.

Polars reads no pages behind one another, so that it is given one user a line, which is less work;
they are written to a Parquet file, which is on the disk when that is done."""

import os
import sys

import polars as pl

from attributes import TEXT
from steps import often, step

folder, file, needles = sys.argv[1], sys.argv[2], sys.argv[3:]
schema = {one: pl.String for one in TEXT} | {
    "accountEnabled": pl.Boolean, "businessPhones": pl.List(pl.String), "manager": pl.Struct({"id": pl.String}),
}


def load():
    users = pl.scan_ndjson(f"{folder}/source.jsonl", schema=schema).collect(engine="streaming")
    users.write_parquet(file)
    with open(file, "rb+") as written:
        os.fsync(written.fileno())
    return users


users = step("import", load).with_row_index("row")
texts = ("displayName", "userPrincipalName", "mail")


def search(needle):
    some = pl.any_horizontal(pl.col(one).str.to_lowercase().str.contains(needle, literal=True) for one in texts)
    return users.lazy().filter(some).select("row").collect()


for needle in needles:
    often(f"filter {needle}", len, lambda: search(needle))
often("sort", len, lambda: users.lazy().select("row", name=pl.col("displayName").str.to_lowercase()).sort("name").select("row").collect())

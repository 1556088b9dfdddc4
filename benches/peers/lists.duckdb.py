"""Users loaded, filtered and sorted in DuckDB 2.0.1: `lists.duckdb.py FOLDER DATABASE NEEDLE...`.

The pages are read as they are, into a database file which is on the disk when that is done."""

import sys

import duckdb

from attributes import TEXT
from steps import often, step

folder, database, needles = sys.argv[1], sys.argv[2], sys.argv[3:]
fields = ", ".join(f'"{one}" VARCHAR' for one in TEXT)
user = f'STRUCT({fields}, "accountEnabled" BOOLEAN, "businessPhones" VARCHAR[], "manager" STRUCT(id VARCHAR))'
pages = f"read_json('{folder}/source.json', format='unstructured', columns={{'value': '{user}[]'}}, maximum_object_size=100000000)"
base = duckdb.connect(database)


def load():
    base.execute(f"CREATE TABLE users AS SELECT unnest(value, recursive := false) AS u FROM {pages}")
    base.execute("CREATE TABLE people AS SELECT u.* FROM users")
    base.execute("DROP TABLE users")
    base.execute("CHECKPOINT")


step("import", load)


def kept(query, *values):
    """The rows stay in the engine, as ours do."""
    base.execute(f"CREATE OR REPLACE TEMP TABLE found AS SELECT rowid AS row FROM people {query}", values)


def search(needle):
    texts = ("displayName", "userPrincipalName", "mail")
    some = " OR ".join(f'contains(lower("{one}"), ?)' for one in texts)
    return kept(f"WHERE {some}", needle, needle, needle)


def count(_):
    return base.execute("SELECT count(*) FROM found").fetchone()[0]


for needle in needles:
    often(f"filter {needle}", count, lambda: search(needle))
often("sort", count, lambda: kept('ORDER BY lower("displayName")'))

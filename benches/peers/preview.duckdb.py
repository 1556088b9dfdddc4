"""The preview in DuckDB 2.0.1: `preview.duckdb.py FOLDER`, counts as JSON."""

import json
import sys

import duckdb

from attributes import AWAY, HOME, PLAIN, TEXT

folder = sys.argv[1]


def read(name, more):
    columns = {one: "VARCHAR" for one in TEXT} | {
        "accountEnabled": "BOOLEAN", "showInAddressList": "BOOLEAN", "businessPhones": "VARCHAR[]",
        "manager": "STRUCT(id VARCHAR)", **more,
    }
    return f"read_json('{folder}/{name}.jsonl', format='newline_delimited', columns={columns!r})"


differs = " OR ".join(
    f'(s."{one}" IS NOT NULL AND (t."{one}" IS NULL OR lower(s."{one}") <> lower(t."{one}")))'
    for one in PLAIN.values()
)
query = f"""
WITH s AS MATERIALIZED (SELECT *, contains(upper(userPrincipalName), '#EXT#') OR externalUserState IS NOT NULL AS outside
  FROM {read("source", {})}),
t AS MATERIALIZED (SELECT *, contains(upper(userPrincipalName), '#EXT#') OR externalUserState IS NOT NULL AS outside,
  lower(split_part(userPrincipalName, '#EXT#', 1)) AS key FROM {read("target", {"deletedDateTime": "VARCHAR"})}),
taken AS (SELECT DISTINCT lower(a) AS address FROM
  (SELECT unnest([mail, userPrincipalName]) AS a FROM t WHERE NOT outside AND deletedDateTime IS NULL)),
placed AS MATERIALIZED (SELECT s.id, s.userPrincipalName AS upn, coalesce(n.id, m.id) AS found,
  CASE WHEN s.outside OR lower(s.userType) = 'guest' THEN 'skip'
    WHEN NOT coalesce(s.department <> 'Department 07' AND s.country <> 'Portugal'
      AND ends_with(s.mail, '@{HOME}'), false) THEN 'skip'
    WHEN NOT s.accountEnabled THEN 'skip'
    WHEN coalesce(n.deletedDateTime, m.deletedDateTime) IS NOT NULL THEN 'ambiguous'
    WHEN coalesce(n.id, m.id) IS NOT NULL THEN 'update'
    WHEN s.mail IS NULL OR NOT ends_with(lower(s.mail), '@{HOME}') THEN 'fail'
    WHEN taken.address IS NOT NULL THEN 'fail' ELSE 'create' END AS action
  FROM s LEFT JOIN (SELECT id, key, deletedDateTime FROM t WHERE outside) n ON n.key = lower(replace(s.userPrincipalName, '@', '_'))
  LEFT JOIN (SELECT id, mail, deletedDateTime FROM t WHERE outside) m ON n.id IS NULL AND lower(m.mail) = lower(s.mail)
  LEFT JOIN taken ON taken.address = lower(s.mail))
SELECT CASE WHEN p.action <> 'update' THEN p.action WHEN {differs}
    OR s.accountEnabled <> t.accountEnabled OR t.accountEnabled IS NULL
    OR s.businessPhones[1] IS DISTINCT FROM t.businessPhones[1] AND s.businessPhones[1] IS NOT NULL
    OR t.showInAddressList IS DISTINCT FROM true
    OR lower(t.userPrincipalName) <> lower(replace(s.userPrincipalName, '@', '_') || '#EXT#@{AWAY}')
    OR (boss.action = 'update' AND boss.found IS DISTINCT FROM t.manager.id)
    OR boss.action = 'create'
  THEN 'update' ELSE 'unchanged' END AS outcome, count(*)
FROM placed p JOIN s ON s.id = p.id LEFT JOIN t ON t.id = p.found
  LEFT JOIN placed boss ON boss.id = s.manager.id
GROUP BY 1
"""
connection = duckdb.connect()
connection.execute("SET enable_progress_bar = false")
print(json.dumps(dict(connection.execute(query).fetchall())))

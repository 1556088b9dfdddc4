"""The preview in Polars 2.1.0: `preview.polars.py FOLDER`, counts as JSON."""

import json
import sys

import polars as pl

from attributes import AWAY, HOME, PLAIN, TEXT

folder = sys.argv[1]


def read(name, more):
    schema = {one: pl.String for one in TEXT} | {
        "accountEnabled": pl.Boolean, "showInAddressList": pl.Boolean,
        "businessPhones": pl.List(pl.String), "manager": pl.Struct({"id": pl.String}), **more,
    }
    frame = pl.scan_ndjson(f"{folder}/{name}.jsonl", schema=schema)
    upn = pl.col("userPrincipalName")
    return frame.with_columns(
        outside=upn.str.to_uppercase().str.contains("#EXT#", literal=True) | pl.col("externalUserState").is_not_null(),
        phone=pl.col("businessPhones").list.first(), boss=pl.col("manager").struct.field("id"),
    ).drop("businessPhones", "manager").collect(engine="streaming").lazy()


s, t = read("source", {}), read("target", {"deletedDateTime": pl.String})
guests = t.filter("outside")
names = guests.select(
    found="id", gone="deletedDateTime",
    key=pl.col("userPrincipalName").str.split("#EXT#").list.first().str.to_lowercase(),
)
mails = guests.select(found2="id", gone2="deletedDateTime", key2=pl.col("mail").str.to_lowercase())
inside = t.filter(~pl.col("outside") & pl.col("deletedDateTime").is_null())
taken = pl.concat([inside.select(address=pl.col(one).str.to_lowercase()) for one in ("mail", "userPrincipalName")])
taken = taken.unique().with_columns(taken=True)
mail = pl.col("mail")
passes = (pl.col("department") != "Department 07") & (pl.col("country") != "Portugal") & mail.str.ends_with("@" + HOME)
found, gone = pl.coalesce("found", "found2"), pl.coalesce("gone", "gone2")
placed = (
    s.with_columns(
        key=pl.col("userPrincipalName").str.replace_all("@", "_", literal=True).str.to_lowercase(),
        key2=mail.str.to_lowercase(),
    )
    .join(names, on="key", how="left")
    .join(mails, on="key2", how="left")
    .join(taken, left_on="key2", right_on="address", how="left")
    .with_columns(
        found=found,
        action=pl.when(pl.col("outside") | (pl.col("userType").str.to_lowercase() == "guest")).then(pl.lit("skip"))
        .when(~passes.fill_null(False)).then(pl.lit("skip"))
        .when(~pl.col("accountEnabled")).then(pl.lit("skip"))
        .when(gone.is_not_null()).then(pl.lit("ambiguous"))
        .when(found.is_not_null()).then(pl.lit("update"))
        .when(mail.is_null() | ~mail.str.to_lowercase().str.ends_with("@" + HOME)).then(pl.lit("fail"))
        .when(pl.col("taken")).then(pl.lit("fail")).otherwise(pl.lit("create")),
    )
)
there = t.select(*(pl.col(one).alias("t." + one) for one in [*PLAIN.values(), "id", "userPrincipalName", "accountEnabled", "showInAddressList", "phone", "boss"]))
bosses = placed.select(pl.col("id").alias("boss"), boss_action="action", boss_found="found")
differs = pl.lit(False)
for one in [*PLAIN.values(), "phone"]:
    old, new = pl.col("t." + one), pl.col(one)
    differs |= new.is_not_null() & (old.is_null() | (new.str.to_lowercase() != old.str.to_lowercase()))
differs |= pl.col("accountEnabled").ne_missing(pl.col("t.accountEnabled"))
differs |= pl.col("t.showInAddressList").ne_missing(True)
built = pl.concat_str(pl.col("key"), pl.lit(("#EXT#@" + AWAY).lower()))
differs |= pl.col("t.userPrincipalName").str.to_lowercase() != built
differs |= (pl.col("boss_action") == "update") & pl.col("boss_found").ne_missing(pl.col("t.boss"))
differs |= pl.col("boss_action") == "create"
outcome = pl.when(pl.col("action") != "update").then("action").when(differs.fill_null(False)).then(pl.lit("update")).otherwise(pl.lit("unchanged"))
counts = (
    placed.join(there, left_on="found", right_on="t.id", how="left")
    .join(bosses, on="boss", how="left")
    .group_by(outcome=outcome).len().collect(engine="streaming")
)
print(json.dumps(dict(counts.iter_rows())))

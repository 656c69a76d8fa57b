#!/usr/bin/env python3
"""Computes the index of a unit for a period from exported events, with pandas and docs/format.md alone.

    index_pandas.py FILE UNIT PERIOD

FILE is what `skm export events` writes: CloudEvents 1.0, one a line. PERIOD is a month (2026-09), a quarter (2026-Q3) or
a year (2026). The method is the exact one: equal weights, one rounding half up. Prints one line: n, excluded, index.
"""

import sys
from fractions import Fraction
from math import floor

import pandas as pd

ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}


def months(period):
    year, _, rest = period.partition("-")
    if not rest:
        return [f"{year}-{month:02}" for month in range(1, 13)]
    if rest.startswith("Q"):
        first = 3 * int(rest[1:]) - 2
        return [f"{year}-{month:02}" for month in range(first, first + 3)]
    return [period]


def subtree(events, unit):
    """The unit and every unit below it, each with its hours ahead of UTC."""
    parents, zones = {}, {}
    for event in events.itertuples():
        data = event.data
        if event.type == "skm.unit_registered.v1":
            parents.setdefault(data["unit"], data.get("parent"))
            zones.setdefault(data["unit"], ZONES[data["zone"]])
        elif event.type == "skm.unit_moved.v1":
            parents[data["unit"]] = data.get("parent")

    def is_below(code):
        while code is not None and code != unit:
            code = parents.get(code)
        return code == unit

    return {code: hours for code, hours in zones.items() if is_below(code)}


def main(path, unit, period):
    events = pd.read_json(path, lines=True, dtype=False, convert_dates=["time"])
    assert (events["specversion"] == "1.0").all()
    # Dense and in order: nothing was left out on the way.
    assert list(events["sequence"].astype(int)) == list(range(len(events)))
    zones = subtree(events, unit)

    submitted = events[events["type"] == "skm.response_submitted.v1"]
    answers = pd.DataFrame(submitted["data"].tolist(), index=submitted["subject"])
    answers = answers[answers["unit"].isin(zones)]
    hour = pd.to_datetime(answers["occurred_at"], format="%Y-%m-%dT%HZ", utc=True)
    local = hour + pd.to_timedelta(answers["unit"].map(zones), unit="h")
    answers = answers[local.dt.strftime("%Y-%m").isin(months(period))]

    standing = events[events["type"].isin(["skm.response_excluded.v1", "skm.response_reinstated.v1"])]
    last = standing.drop_duplicates("subject", keep="last").set_index("subject")["type"]
    excluded = answers.index.isin(last[last == "skm.response_excluded.v1"].index)

    scores = pd.DataFrame(answers["answers"].tolist(), index=answers.index)[~excluded]
    means = [Fraction(int(scores[unsur].sum()), int(scores[unsur].count())) for unsur in scores]
    index = 25 * sum(means) / len(means)
    hundredths = floor(index * 100 + Fraction(1, 2))
    print(f"{len(scores)} {int(excluded.sum())} {hundredths // 100}.{hundredths % 100:02}")


if __name__ == "__main__":
    main(*sys.argv[1:])

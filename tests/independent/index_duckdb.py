#!/usr/bin/env python3
"""Computes the index of a unit for a period from exported events in SQL, with DuckDB and docs/format.md alone.

    index_duckdb.py FILE UNIT PERIOD

FILE is what `skm export events` writes. PERIOD is a month (2026-09), a quarter (2026-Q3) or a year (2026). The method is
the exact one. Prints one line: n, excluded, index. The index is a double here: one that lies just between two hundredths
may round to the other side.
"""

import sys

import duckdb

INDEX = """
with recursive events as (
    select * from read_json($file, format = 'newline_delimited', columns = {
        sequence: 'VARCHAR', type: 'VARCHAR', subject: 'VARCHAR', data: 'JSON'})
),
placed as (
    select data->>'unit' as unit, data->>'parent' as parent, sequence
    from events where type in ('skm.unit_registered.v1', 'skm.unit_moved.v1')
    qualify row_number() over (partition by unit order by sequence desc) = 1
),
clocks as (
    select data->>'unit' as unit,
        case data->>'zone' when 'Asia/Jakarta' then 7 when 'Asia/Makassar' then 8 else 9 end as ahead
    from events where type = 'skm.unit_registered.v1'
    qualify row_number() over (partition by unit order by sequence) = 1
),
subtree as (
    select unit from placed where unit = $unit
    union
    select placed.unit from placed join subtree on placed.parent = subtree.unit
),
submitted as (
    select subject, (data->'answers')::map(varchar, integer) as answers,
        strptime(data->>'occurred_at', '%Y-%m-%dT%HZ') + to_hours(ahead) as given
    from events join clocks on clocks.unit = data->>'unit'
    where type = 'skm.response_submitted.v1' and data->>'unit' in (select unit from subtree)
),
of_period as (
    select * from submitted
    where $period in (strftime(given, '%Y'), strftime(given, '%Y-%m'), concat(year(given), '-Q', quarter(given)))
),
standing as (
    select subject, type = 'skm.response_excluded.v1' as excluded
    from events where type in ('skm.response_excluded.v1', 'skm.response_reinstated.v1')
    qualify row_number() over (partition by subject order by sequence desc) = 1
),
responses as (
    select answers, coalesce(excluded, false) as excluded from of_period left join standing using (subject)
),
scores as (
    select unnest(map_entries(answers)) as score from responses where not excluded
),
unsur as (
    select score.key as code, sum(score.value) / count(*) as nrr from scores group by all
)
select (select count(*) from responses where not excluded),
    (select count(*) from responses where excluded),
    (select floor(25 * avg(nrr) * 100 + 0.5)::bigint from unsur)
"""


def main(path, unit, period):
    asked = {"file": path, "unit": unit, "period": period}
    n, excluded, hundredths = duckdb.connect().execute(INDEX, asked).fetchone()
    print(f"{n} {excluded} {hundredths // 100}.{hundredths % 100:02}")


if __name__ == "__main__":
    main(*sys.argv[1:])

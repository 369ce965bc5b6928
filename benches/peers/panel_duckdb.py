#!/usr/bin/env python3
"""The panel's subset in DuckDB, once: RFM, exact median purchase cycle and ABC of each party at 2026-01-01.

usage: panel_duckdb.py FILES [THREADS=2]     FILES: Parquet files with party, day, revenue_cents: a folder of them, or a
                                              text file that names one a line
Prints one JSON object: seconds from opening the files to the result in memory, and what it adds up to.
"""
import json, pathlib, sys, time
import duckdb

SQL = """
WITH days AS (SELECT party, day, sum(revenue_cents)::BIGINT AS cents FROM sales GROUP BY party, day),
gaps AS (SELECT party, day, cents, day - lag(day) OVER (PARTITION BY party ORDER BY day) AS gap FROM days),
own AS (SELECT party, DATE '2026-01-01' - max(day) AS days_since, count(*) AS purchase_days, sum(cents)::BIGINT AS revenue,
               coalesce(sum(cents) FILTER (day > DATE '2025-01-01'), 0)::BIGINT AS revenue_12m,
               count(*) FILTER (day > DATE '2025-01-01') AS purchase_days_12m,
               CASE WHEN count(*) >= 3 THEN median(gap) END AS cycle FROM gaps GROUP BY party),
buyers AS (SELECT party, rank() OVER (ORDER BY days_since DESC) AS rr, rank() OVER (ORDER BY purchase_days_12m) AS rf,
                  rank() OVER (ORDER BY revenue_12m) AS rm, count(*) OVER () AS n,
                  sum(revenue_12m) OVER (ORDER BY revenue_12m DESC, party ROWS UNBOUNDED PRECEDING) - revenue_12m AS before,
                  sum(revenue_12m) OVER () AS total FROM own WHERE revenue_12m > 0)
SELECT o.party, o.days_since, o.purchase_days, o.revenue, o.revenue_12m, o.cycle,
       1 + (5 * (rr - 1)) // n AS r, 1 + (5 * (rf - 1)) // n AS f, 1 + (5 * (rm - 1)) // n AS m,
       CASE WHEN before * 100 < total * 80 THEN 'A' WHEN before * 100 < total * 95 THEN 'B' WHEN before IS NOT NULL THEN 'C' END AS abc
FROM own o LEFT JOIN buyers USING (party)
"""

SUMS = """SELECT count(*), sum(days_since), sum(purchase_days), sum(revenue), sum(revenue_12m), count(cycle), sum(cycle),
    sum(r), sum(f), sum(m), count(*) FILTER (abc = 'A'), count(*) FILTER (abc = 'B'), count(*) FILTER (abc = 'C') FROM "table" """

NAMES = ["customers", "days_since_purchase", "purchase_days", "revenue_total_cents", "revenue_12m_cents", "with_cycle",
         "purchase_cycle_days", "rfm_recency", "rfm_frequency", "rfm_monetary", "abc_a", "abc_b", "abc_c"]


def named(files):
    files = pathlib.Path(files)
    return [str(file) for file in sorted(files.glob("*.parquet"))] if files.is_dir() else files.read_text().split()


def main(files, threads=2):
    files = named(files)
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    began = time.time()
    connection.execute(f"CREATE VIEW sales AS SELECT party, day, revenue_cents FROM read_parquet({files})")
    table = connection.sql(SQL).to_arrow_table()
    seconds = time.time() - began
    sums = duckdb.sql(SUMS).fetchall()[0]
    print(json.dumps({"engine": f"DuckDB {duckdb.__version__}", "seconds": seconds, "sums": dict(zip(NAMES, map(float, sums)))}))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))

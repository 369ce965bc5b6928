#!/usr/bin/env python3
"""A CSV turned into Parquet by DuckDB, which is all it does with it.

usage: csv_duckdb.py CSV PARQUET [THREADS=2]
"""
import json, sys, time
import duckdb


def main(source, target, threads=2):
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    began = time.time()
    connection.execute(f"COPY (SELECT * FROM read_csv('{source}', delim = ';')) TO '{target}' (FORMAT parquet)")
    print(json.dumps({"engine": f"DuckDB {duckdb.__version__}", "seconds": time.time() - began}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))

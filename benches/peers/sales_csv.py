#!/usr/bin/env python3
"""The monthly files of gen_sales.py as an ERP would export them: a line an item, those of a customer's day one document.

usage: sales_csv.py FROM TO
"""
import pathlib, sys
import duckdb


def main(source, target):
    target = pathlib.Path(target)
    target.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    for month in sorted(pathlib.Path(source).glob("*.parquet")):
        connection.execute(f"""COPY (
            SELECT 'C' || party AS codigo_cliente, party || '-' || strftime(day, '%Y%m%d') AS documento,
                strftime(day, '%d/%m/%Y') AS data, 'P' || (party * 7 + revenue_cents) % 2000 AS produto, 1 AS quantidade,
                printf('%d,%02d', revenue_cents // 100, revenue_cents % 100) AS valor_total
            FROM read_parquet('{month}')
        ) TO '{target / month.stem}.csv' (HEADER, DELIMITER ';', QUOTE '')""")


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""One CSV of sales as an ERP exports it, a line an item, two items a document, each line of 100 bytes or more.

usage: sales_rows.py FILE ROWS CUSTOMERS
Prints one JSON object: rows, bytes, and what the file comes to.
"""
import json, pathlib, sys
import duckdb

ROWS = """
SELECT i, 'C' || (1 + hash(i // 2) % {customers}) AS customer, 90000000 + i // 2 AS document,
    DATE '2024-01-01' + (hash(i // 2, 7) % 700)::INT AS day, 1 + hash(i, 1) % 2000 AS product,
    1 + hash(i, 2) % 9 AS quantity, 100 + hash(i, 3) % 50000 AS price
FROM range({rows}) t(i)
"""


def main(file, rows, customers):
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE sales AS {ROWS.format(rows=rows, customers=customers)}")
    money = "printf('%d,%02d', ({0})::BIGINT // 100, ({0})::BIGINT % 100)".format
    connection.execute(f"""COPY (
        SELECT customer AS codigo_cliente, 'Cliente ' || customer || ' Comercio Ltda' AS nome_cliente,
            'Cidade ' || hash(customer) % 500 AS cidade, 'SP' AS uf, document AS documento,
            strftime(day, '%d/%m/%Y') AS data, 'P' || product AS produto, 'Produto de linha numero ' || product AS descricao,
            quantity AS quantidade, {money('price')} AS valor_unitario, {money('price * quantity')} AS valor_total
        FROM sales ORDER BY i
    ) TO '{file}' (HEADER, DELIMITER ';', QUOTE '')""")
    customers, cents = connection.execute("SELECT count(DISTINCT customer), sum(price * quantity)::BIGINT FROM sales").fetchone()
    size = pathlib.Path(file).stat().st_size
    print(json.dumps({"rows": rows, "bytes": size, "customers": customers, "revenue_cents": cents}))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))

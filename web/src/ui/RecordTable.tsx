import type { ReactNode } from "react";
import classes from "./RecordTable.module.css";

export interface RecordColumn<Row> {
  /** Its heading; on a phone it stands before each value. */
  label: string;
  cell: (row: Row) => ReactNode;
  /** For numbers. */
  right?: boolean;
  /** What the record is called: the title of its card on a phone. */
  main?: boolean;
  /** Takes what width is left. */
  grows?: boolean;
}

interface RecordTableProps<Row> {
  /** Says what the table lists, to those who do not see it. */
  label: string;
  columns: readonly RecordColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  /** Paints a record back: disabled, undone. */
  faint?: (row: Row) => boolean;
  /** Few and short enough columns to stay a table on a phone. */
  narrow?: boolean;
}

/** Records as a table; on a phone, as cards. */
export function RecordTable<Row>({ label, columns, rows, keyOf, faint, narrow = false }: RecordTableProps<Row>) {
  return (
    <div className={classes.frame}>
      <table className={classes.table} data-cards={!narrow || undefined} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.label}
                scope="col"
                data-right={column.right || undefined}
                data-grows={column.grows || undefined}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-faint={faint?.(row) || undefined}>
              {columns.map((column) => (
                <td
                  key={column.label}
                  data-label={column.label}
                  data-main={column.main || undefined}
                  data-right={column.right || undefined}
                  data-grows={column.grows || undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { Checkbox, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { text } from "@/text/pt-BR";
import { cellClass, type DataColumn, type DataTableProps } from "./DataTable";
import classes from "./DataTable.module.css";

/** The head of a list: click a column to sort by it, click again to turn it round. */
export function DataTableHead<Row>(props: DataTableProps<Row>) {
  const { rows, keyOf, selected, onSelect } = props;
  const chosen = rows.filter((row) => selected[keyOf(row)]).length;
  const all = rows.length > 0 && chosen === rows.length;
  const toggleAll = () => onSelect(all ? {} : Object.fromEntries(rows.map((row) => [keyOf(row), true as const])));
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.line}>
        {props.selectable && (
          <span role="columnheader" className={classes.check}>
            <Checkbox
              size="xs"
              checked={all}
              indeterminate={chosen > 0 && !all}
              onChange={toggleAll}
              aria-label={text.list.selectShown}
            />
          </span>
        )}
        {props.columns.map((column, place) => (
          <HeadCell key={column.id} place={place} column={column} sort={props.sort} onSort={props.onSort} />
        ))}
      </div>
    </div>
  );
}

interface HeadCellProps<Row> {
  place: number;
  column: DataColumn<Row>;
  sort: string;
  onSort: (sort: string) => void;
}

function HeadCell<Row>({ place, column, sort, onSort }: HeadCellProps<Row>) {
  const falling = sort === `-${column.id}`;
  const rising = sort === column.id;
  const direction = falling ? "descending" : rising ? "ascending" : "none";
  const Arrow = falling ? IconArrowDown : IconArrowUp;
  // Numbers are first wanted from the greatest, words from A.
  const next = falling ? column.id : rising ? `-${column.id}` : column.right ? `-${column.id}` : column.id;
  return (
    <span role="columnheader" className={cellClass(place)} data-right={column.right || undefined} aria-sort={direction}>
      {column.sortable === false ? (
        (column.head ?? column.label)
      ) : (
        <UnstyledButton className={classes.sort} onClick={() => onSort(next)} title={column.label}>
          <span>{column.head ?? column.label}</span>
          {(falling || rising) && <Arrow size={13} aria-hidden />}
        </UnstyledButton>
      )}
    </span>
  );
}

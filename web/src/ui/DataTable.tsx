import { Checkbox } from "@mantine/core";
import { columnSizingFeature, rowSelectionFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useEffect, useMemo, useRef } from "react";
import { text } from "@/text/pt-BR";
import classes from "./DataTable.module.css";
import { DataTableHead } from "./DataTableHead";
import { usePrinting } from "./usePrinting";
import { useSteady } from "./useSteady";

/** A column: what stands in its head, its cells and at its foot. */
export interface DataColumn<Row> {
  id: string;
  label: string;
  head?: ReactNode;
  width: number;
  /** Numbers stand to the right. */
  right?: boolean;
  sortable?: boolean;
  cell: (row: Row) => ReactNode;
  foot?: ReactNode;
}

/** The keys of the rows that are selected. */
export type Selection = Record<string, true>;

export interface DataTableProps<Row> {
  label: string;
  columns: DataColumn<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** How many rows there are, loaded or not. */
  count: number;
  /** `-revenue_12m_cents`: the column, and the direction before it. */
  sort: string;
  onSort: (sort: string) => void;
  selected: Selection;
  onSelect: (selected: Selection) => void;
  /** Whether rows can be selected. */
  selectable: boolean;
  active: string | null;
  onOpen: (key: string) => void;
  /** Asked for when the last rows come into sight. */
  onEnd: () => void;
  waiting: boolean;
}

const features = tableFeatures({ columnSizingFeature, rowSelectionFeature });
const ROW = 46;
const CHECK = 32;

/** The first column is pinned. */
export function cellClass(place: number): string {
  return place === 0 ? `${classes.cell} ${classes.pinned}` : (classes.cell ?? "");
}

/** A long list: rows are drawn as they come into sight, totals stay at the foot. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, keyOf, selected, onSelect, onEnd } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const table = useTable({
    features,
    data: rows,
    columns: useMemo(
      () => columns.map((column) => ({ id: column.id, size: column.width, accessorFn: (row: Row) => row })),
      [columns],
    ),
    getRowId: keyOf,
    state: { rowSelection: selected },
    onRowSelectionChange: (change) => onSelect(typeof change === "function" ? change(selected) : change),
  });
  const model = table.getRowModel().rows;
  const printing = usePrinting();
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: printing ? model.length : 12,
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0 && last >= model.length - 25) onEnd();
  }, [last, model.length, onEnd]);
  useEffect(() => {
    const place = props.active === null ? -1 : rows.findIndex((row) => keyOf(row) === props.active);
    if (place >= 0) virtual.scrollToIndex(place, { align: "auto" });
  }, [props.active, rows, keyOf, virtual]);

  const open = useSteady(props.onOpen);
  const toggle = useSteady((id: string) => table.getRow(id).toggleSelected());
  const template = [
    ...(props.selectable ? [`${CHECK}px`] : []),
    ...columns.map((column, place) => (place === 0 ? `minmax(${column.width}px, 1fr)` : `${column.width}px`)),
  ].join(" ");
  const least = columns.reduce((sum, column) => sum + column.width, props.selectable ? CHECK : 0);
  // On paper all columns fit, each as wide among the others as on the screen.
  const printed = columns.map((column) => `minmax(0, ${column.width}fr)`).join(" ");
  return (
    <div
      ref={scroll}
      className={classes.scroll}
      role="table"
      aria-label={props.label}
      aria-rowcount={props.count + 1}
      // A region that scrolls must be reachable by the keyboard.
      tabIndex={0}
      style={
        {
          "--template": template,
          "--printed": printed,
          "--least": `${least}px`,
          "--check": `${CHECK}px`,
        } as React.CSSProperties
      }
    >
      <DataTableHead {...props} />
      <div
        role="rowgroup"
        className={classes.body}
        style={{ "--height": `${virtual.getTotalSize()}px` } as React.CSSProperties}
      >
        {seen.map((item) => {
          const row = model[item.index];
          if (!row) return null;
          return (
            <DataTableRow
              key={row.id}
              columns={columns}
              row={row.original}
              id={row.id}
              place={item.index}
              start={item.start}
              active={props.active === row.id}
              selectable={props.selectable}
              selected={row.getIsSelected()}
              onOpen={open}
              onToggle={toggle}
            />
          );
        })}
      </div>
      {props.waiting && <div className={classes.waiting}>{text.loading}…</div>}
      <div role="rowgroup" className={classes.foot}>
        <div role="row" className={classes.line}>
          {props.selectable && <span role="cell" className={classes.check} />}
          {columns.map((column, place) => (
            <span key={column.id} role="cell" className={cellClass(place)} data-right={column.right || undefined}>
              {column.foot}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}

interface DataTableRowProps<Row> {
  columns: DataColumn<Row>[];
  row: Row;
  id: string;
  place: number;
  start: number;
  active: boolean;
  selectable: boolean;
  selected: boolean;
  onOpen: (id: string) => void;
  onToggle: (id: string) => void;
}

/** Drawn once and then moved, however often the list is drawn while it is scrolled. */
const DataTableRow = memo(DrawnRow) as typeof DrawnRow;

function DrawnRow<Row>(props: DataTableRowProps<Row>) {
  const { columns, row, id, place, start, selected, onOpen, onToggle } = props;
  return (
    // The row's name is a link for the keyboard; a click anywhere else on the row is a short way to the same.
    <div
      role="row"
      aria-rowindex={place + 2}
      className={`${classes.line} ${classes.row}`}
      data-active={props.active || undefined}
      data-selected={selected || undefined}
      style={{ "--start": `${start}px`, "--row": `${ROW}px` } as React.CSSProperties}
      onClick={(event) => {
        if (!(event.target as Element).closest("a, button, input, label")) onOpen(id);
      }}
    >
      {props.selectable && (
        <span role="cell" className={classes.check}>
          <Checkbox size="xs" checked={selected} onChange={() => onToggle(id)} aria-label={text.list.select} />
        </span>
      )}
      {columns.map((column, at) => (
        <span key={column.id} role="cell" className={cellClass(at)} data-right={column.right || undefined}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}

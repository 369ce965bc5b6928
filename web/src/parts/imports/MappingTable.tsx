import { NativeSelect } from "@mantine/core";
import type { Table, TableColumn } from "@/api/imports";
import { imports } from "@/text/imports";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import classes from "./MappingTable.module.css";
import { assigned, type FieldOfColumn, fieldsOfColumns } from "./mapping";
import type { TableMap } from "./TableMap";

const words = imports.table;

interface MappingTableProps {
  table: Table;
  map: TableMap;
  onChange: (map: TableMap) => void;
  disabled?: boolean;
}

/** The columns of a table with their first values, and the field that each is; changed in place. */
export function MappingTable({ table, map, onChange, disabled = false }: MappingTableProps) {
  const choices = [
    { value: "", label: words.unused },
    ...table.fields.map(({ field, label }) => ({ value: field, label })),
  ];
  const nameOf = (column: TableColumn, place: number) => column.header || words.unnamed(place + 1);
  const columns: RecordColumn<FieldOfColumn>[] = [
    { label: words.column, main: true, cell: ({ column, place }) => nameOf(column, place) },
    {
      label: words.samples,
      grows: true,
      cell: ({ column }) => <span className={classes.samples}>{column.samples.join(" · ")}</span>,
    },
    {
      label: words.field,
      cell: ({ column, place, field }) => (
        <NativeSelect
          className={classes.field}
          size="xs"
          aria-label={words.fieldOf(nameOf(column, place))}
          data={choices}
          value={field ?? ""}
          disabled={disabled}
          onChange={(event) => onChange(assigned(table, map, place, event.currentTarget.value || null))}
        />
      ),
    },
  ];
  return (
    <RecordTable
      label={`${words.column}, ${words.samples}, ${words.field}`}
      columns={columns}
      rows={fieldsOfColumns(table, map)}
      keyOf={({ place }) => place}
      faint={({ field }) => field === null}
    />
  );
}

import type { Table, TableColumn } from "@/api/imports";
import type { Place, TableMap } from "./TableMap";

/** A column of a table, its place from 0, and the field that a map says it is. */
export interface FieldOfColumn {
  column: TableColumn;
  place: number;
  field: string | null;
}

/** What each column of a table is, by a map. */
export function fieldsOfColumns(table: Table, map: TableMap): FieldOfColumn[] {
  const fields = new Map<number, string>();
  for (const [field, place] of map.places()) {
    fields.set(placeOf(table, place), field);
  }
  return table.columns.map((column, place) => ({ column, place, field: fields.get(place) ?? null }));
}

/** How many columns a map gives a field. */
export function recognised(table: Table, map: TableMap): number {
  return fieldsOfColumns(table, map).filter(({ field }) => field !== null).length;
}

/** The map with a column being a field, or none. The field leaves the column that it was before. */
export function assigned(table: Table, map: TableMap, place: number, field: string | null): TableMap {
  const before = fieldsOfColumns(table, map)[place]?.field ?? null;
  const freed = before === null || before === field ? map : map.withField(before, null);
  return field === null ? freed : freed.withField(field, writtenPlace(table, map, place));
}

/** A column as maps name it: by its header, by its position where the header is empty or repeated. */
function writtenPlace(table: Table, map: TableMap, place: number): Place {
  const header = table.columns[place]?.header ?? "";
  const isOnly = table.columns.filter((column) => column.header === header).length === 1;
  return header !== "" && isOnly && map.setting("header") !== "none" ? header : place + 1;
}

function placeOf(table: Table, place: Place): number {
  return typeof place === "number" ? place - 1 : table.columns.findIndex((column) => column.header === place);
}

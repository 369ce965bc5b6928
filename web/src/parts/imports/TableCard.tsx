import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { ReadingOptions, Table, TableKind } from "@/api/imports";
import { imports } from "@/text/imports";
import { MappingTable } from "./MappingTable";
import { recognised } from "./mapping";
import classes from "./TableCard.module.css";
import { TableMap } from "./TableMap";

const words = imports.table;

interface TableCardProps {
  table: Table;
  /** Why its map cannot be changed here, where it cannot. */
  fixed: string | null;
  /** Whether reading it in another way puts it apart from others. */
  putsApart: boolean;
  onReread: (options: ReadingOptions) => void;
}

/** One table as it was understood, and how it is read in another way. */
export function TableCard({ table, fixed, putsApart, onReread }: TableCardProps) {
  const [isOpen, setOpen] = useState(false);
  const understood = TableMap.parse(table.map);
  const [map, setMap] = useState(understood);
  const isChanged = map.toString() !== understood.toString();
  const known = recognised(table, map);
  const place = [table.file, table.sheet && words.sheet(table.sheet), table.layout && words.layout(table.layout)];
  return (
    <article className={classes.card}>
      <Group justify="space-between" gap="xs">
        <div>
          <Text fw={600}>{words.understood(table.kind_label, table.columns.length, known)}</Text>
          <Text size="sm" c="dimmed" className={classes.file}>
            {place.filter(Boolean).join(" · ")} · {words.rows(table.rows, table.ignored, table.rejects)}
          </Text>
        </div>
        <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? words.hide : words.check}
        </Button>
      </Group>
      {isOpen && (
        <Stack gap="sm" mt="sm">
          <Group gap="md" align="flex-end">
            <Setting
              label={words.kind}
              choices={words.kinds}
              value={table.kind}
              disabled={fixed !== null}
              onChange={(kind) => onReread({ kind: kind as TableKind })}
            />
            <MapSetting
              map={map}
              name="dates"
              label={words.dates}
              choices={words.dateOrders}
              onChange={setMap}
              disabled={fixed !== null}
            />
            <MapSetting
              map={map}
              name="decimals"
              label={words.decimals}
              choices={words.decimalStyles}
              onChange={setMap}
              disabled={fixed !== null}
            />
          </Group>
          <MappingTable table={table} map={map} onChange={setMap} disabled={fixed !== null} />
          {(fixed ?? (putsApart && isChanged)) && (
            <Text size="sm" c="dimmed">
              {fixed ?? words.apart}
            </Text>
          )}
          <Group gap="xs">
            <Button disabled={!isChanged} onClick={() => onReread({ map: map.toString() })}>
              {words.apply}
            </Button>
            {isChanged && (
              <Button variant="subtle" onClick={() => setMap(understood)}>
                {words.revert}
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </article>
  );
}

interface SettingProps {
  label: string;
  choices: Record<string, string>;
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
}

function Setting({ label, choices, value, disabled, onChange }: SettingProps) {
  const data = Object.entries(choices).map(([code, name]) => ({ value: code, label: name }));
  return (
    <NativeSelect
      size="xs"
      label={label}
      data={data}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface MapSettingProps extends Omit<SettingProps, "value" | "onChange"> {
  map: TableMap;
  name: string;
  onChange: (map: TableMap) => void;
}

/** A key of the map above its columns; tables without it are not asked for it. */
function MapSetting({ map, name, onChange, ...others }: MapSettingProps) {
  const value = map.setting(name);
  return value === null ? null : (
    <Setting {...others} value={value} onChange={(chosen) => onChange(map.withSetting(name, chosen))} />
  );
}

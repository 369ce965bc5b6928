import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { SettingsEffect, Shift } from "@/api/settings";
import { settings as words } from "@/text/settings";
import { AbcChip } from "@/ui/AbcChip";
import { Delta } from "@/ui/Delta";
import { ErrorState } from "@/ui/ErrorState";
import { count } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { StatusChip } from "@/ui/StatusChip";
import { Waiting } from "@/ui/Waiting";
import type { useSettingsEffect } from "./useSettingsEffect";

/** What changed thresholds would do to today's portfolio, before they are saved. */
export function EffectPanel({ isChanged, effect, error }: ReturnType<typeof useSettingsEffect>) {
  return (
    <Panel title={words.effect}>
      {!isChanged && (
        <Text size="sm" c="dimmed">
          {words.effectNone}
        </Text>
      )}
      {error && <ErrorState error={error} />}
      {isChanged && !error && !effect && <Waiting lines={6} />}
      {!error && effect && <Effect effect={effect} />}
    </Panel>
  );
}

const number = (value: number) => <span className="number">{count(value)}</span>;

function columns(label: string, name: (row: Shift) => ReactNode): RecordColumn<Shift>[] {
  return [
    { label, main: true, grows: true, cell: name },
    { label: words.before, right: true, cell: (row) => number(row.before) },
    { label: words.after, right: true, cell: (row) => number(row.after) },
    { label: "±", right: true, cell: (row) => <Change row={row} /> },
  ];
}

/** More of a status is neither good nor bad by itself: the change is told without colour. */
function Change({ row }: { row: Shift }) {
  const difference = row.after - row.before;
  if (difference === 0) return <Delta value={0} unit="count" />;
  return (
    <span className="number">
      {difference > 0 ? "+" : "−"}
      {count(Math.abs(difference))}
    </span>
  );
}

function Effect({ effect }: { effect: SettingsEffect }) {
  const moved = effect.moved.reduce((sum, move) => sum + move.customers, 0);
  const isSame = moved === 0 && (effect.abc ?? []).every((each) => each.before === each.after);
  if (isSame) return <Text size="sm">{words.effectSame}</Text>;
  return (
    <Stack gap="md" aria-live="polite">
      <Text fw={600}>{words.moved(moved)}</Text>
      <RecordTable
        narrow
        label={words.statuses}
        columns={columns(words.statuses, (row) => <StatusChip status={row.value} />)}
        rows={effect.statuses}
        keyOf={(row) => row.value}
      />
      {effect.abc && (
        <RecordTable
          narrow
          label={words.abc}
          columns={columns(words.abc, (row) => <AbcChip abc={row.value} named />)}
          rows={effect.abc}
          keyOf={(row) => row.value}
        />
      )}
    </Stack>
  );
}

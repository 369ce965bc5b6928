import { ActionIcon, Button, Divider, Group, Popover, ScrollArea, Text } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconColumns3, IconGripVertical, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import { MetricPicker } from "../filters/MetricPicker";
import { writtenColumns } from "./listColumns";
import classes from "./portfolio.module.css";

const words = text.columns;

interface ColumnsChooserProps {
  metrics: Metric[];
  columns: Metric[];
  onChange: (columns: string | null) => void;
}

/** Which columns the list has, in what order: dragged, or moved with the arrows. The name stays first. */
export function ColumnsChooser({ metrics, columns, onChange }: ColumnsChooserProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const names = columns.map((column) => column.name);
  const write = (changed: string[]) => onChange(writtenColumns(changed));
  const move = (from: number, to: number) => {
    const moved = names[from];
    if (moved === undefined || to < 1 || to >= names.length) return;
    write(names.toSpliced(from, 1).toSpliced(to, 0, moved));
  };
  return (
    <Popover position="bottom-end" width={330} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" size="sm" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {words.title}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Group justify="space-between" mb={4}>
          <Text size="xs" c="dimmed" fw={600}>
            {words.shown}
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={() => onChange(null)}>
            {words.usual}
          </Button>
        </Group>
        <ScrollArea.Autosize mah={250} type="auto" offsetScrollbars>
          <ol className={classes.columns}>
            {columns.map((column, place) => (
              <li
                key={column.name}
                className={classes.column}
                draggable={place > 0}
                data-dragged={dragged === place || undefined}
                onDragStart={() => setDragged(place)}
                onDragEnd={() => setDragged(null)}
                onDragOver={(event) => event.preventDefault()}
                onDrop={() => dragged !== null && move(dragged, place)}
              >
                <IconGripVertical size={14} aria-hidden opacity={place > 0 ? 0.5 : 0} />
                <span className={classes.columnLabel}>{column.label}</span>
                {place > 0 && (
                  <ColumnMoves
                    label={column.label}
                    onUp={() => move(place, place - 1)}
                    onDown={() => move(place, place + 1)}
                    onRemove={() => write(names.toSpliced(place, 1))}
                  />
                )}
              </li>
            ))}
          </ol>
        </ScrollArea.Autosize>
        <Divider my="xs" label={words.others} labelPosition="left" />
        <MetricPicker
          metrics={metrics.filter((metric) => !names.includes(metric.name))}
          onPick={(metric) => write([...names, metric.name])}
          placeholder={words.find}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface ColumnMovesProps {
  label: string;
  onUp: () => void;
  onDown: () => void;
  onRemove: () => void;
}

function ColumnMoves({ label, onUp, onDown, onRemove }: ColumnMovesProps) {
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="sm" onClick={onUp} aria-label={words.up(label)}>
        <IconChevronUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size="sm" onClick={onDown} aria-label={words.down(label)}>
        <IconChevronDown size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size="sm" onClick={onRemove} aria-label={words.remove(label)}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </>
  );
}

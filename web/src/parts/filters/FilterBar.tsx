import { Button, Popover } from "@mantine/core";
import { IconCode, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Level, Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import type { Condition } from "./condition";
import { FilterChip } from "./FilterChip";
import classes from "./filters.module.css";
import { LazyConditionEditor } from "./LazyConditionEditor";
import { MetricPicker } from "./MetricPicker";
import { readPredicate } from "./readPredicate";
import { SegmentChip } from "./SegmentChip";
import { writePredicate } from "./writePredicate";

const AdvancedFilter = lazy(async () => ({ default: (await import("./AdvancedFilter")).AdvancedFilter }));

const words = text.filters;

interface FilterBarProps {
  metrics: Metric[];
  level: Level;
  /** The predicate of the address. */
  where: string;
  onWhere: (where: string) => void;
  segment: string | null;
  onSegment: (segment: string | null) => void;
  /** Puts a segment's own predicate in place of its name. */
  onExpand: () => void;
  children?: React.ReactNode;
}

/** What the list is narrowed to: chips where they can say it, else the same as text. */
export function FilterBar(props: FilterBarProps) {
  const { metrics, where, onWhere } = props;
  const [asText, setAsText] = useState(false);
  const conditions = readPredicate(where, metrics);
  const write = (changed: Condition[]) => onWhere(writePredicate(changed, metrics));
  const advanced = asText || conditions === null;
  return (
    <div>
      <div className={classes.bar}>
        {props.segment && (
          <SegmentChip name={props.segment} onExpand={props.onExpand} onRemove={() => props.onSegment(null)} />
        )}
        {!advanced &&
          conditions.map((condition, place) => (
            <FilterChip
              // Conditions have no names of their own, and only their places change.
              key={place}
              condition={condition}
              metric={metrics.find((metric) => metric.name === condition.metric)}
              onChange={(changed) => write(conditions.with(place, changed))}
              onRemove={() => write(conditions.toSpliced(place, 1))}
            />
          ))}
        {!advanced && <AddFilter metrics={metrics} onAdd={(condition) => write([...conditions, condition])} />}
        <Button
          size="compact-sm"
          variant="subtle"
          className="no-print"
          leftSection={<IconCode size={15} aria-hidden />}
          onClick={() => setAsText(!advanced)}
          disabled={conditions === null}
          aria-expanded={advanced}
        >
          {advanced ? words.asChips : words.asText}
        </Button>
        {(where || props.segment) && (
          <Button
            size="compact-sm"
            variant="subtle"
            className="no-print"
            onClick={() => {
              onWhere("");
              props.onSegment(null);
            }}
          >
            {words.clear}
          </Button>
        )}
        {props.children}
      </div>
      {advanced && (
        <Suspense fallback={null}>
          <AdvancedFilter
            key={where}
            where={where}
            level={props.level}
            onApply={onWhere}
            onlyText={conditions === null && !asText}
          />
        </Suspense>
      )}
    </div>
  );
}

function AddFilter({ metrics, onAdd }: { metrics: Metric[]; onAdd: (condition: Condition) => void }) {
  const [opened, setOpened] = useState(false);
  const [metric, setMetric] = useState<Metric | null>(null);
  const toggle = (open: boolean) => {
    setOpened(open);
    setMetric(null);
  };
  return (
    <Popover opened={opened} onChange={toggle} position="bottom-start" width={310} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-md"
          variant="default"
          radius="xl"
          className="no-print"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => toggle(!opened)}
        >
          {words.add}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {metric ? (
          <LazyConditionEditor
            metric={metric}
            onApply={(condition) => {
              toggle(false);
              onAdd(condition);
            }}
          />
        ) : (
          <MetricPicker metrics={metrics} onPick={setMetric} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

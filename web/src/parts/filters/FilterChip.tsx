import { Popover, UnstyledButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import type { Condition } from "./condition";
import { conditionWords } from "./conditionWords";
import classes from "./filters.module.css";
import { LazyConditionEditor } from "./LazyConditionEditor";

interface FilterChipProps {
  condition: Condition;
  metric: Metric | undefined;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

/** One condition: click to change it, the cross to take it out. */
export function FilterChip({ condition, metric, onChange, onRemove }: FilterChipProps) {
  const [opened, setOpened] = useState(false);
  if (!metric) return null;
  const words = conditionWords(condition, metric);
  const asked = words.slice(metric.label.length + 1);
  return (
    <span className={classes.chip}>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        width={310}
        shadow="md"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <UnstyledButton
            className={classes.chipWords}
            onClick={() => setOpened(!opened)}
            title={words}
            aria-label={text.filters.change(words)}
          >
            {metric.label}: <b>{asked}</b>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <LazyConditionEditor
            metric={metric}
            condition={condition}
            onApply={(changed) => {
              setOpened(false);
              onChange(changed);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <UnstyledButton className={classes.chipRemove} onClick={onRemove} aria-label={text.filters.remove(words)}>
        <IconX size={14} aria-hidden />
      </UnstyledButton>
    </span>
  );
}

import { Button, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import { type Condition, type Test, testsOf } from "./condition";
import { completed, type Draft, draftOf, problemOf } from "./draft";
import { ValueEditor } from "./ValueEditor";

const words = text.filters;

interface ConditionEditorProps {
  metric: Metric;
  /** What is there already; nothing of a new filter. */
  condition?: Condition | undefined;
  onApply: (condition: Condition) => void;
}

/** Edits what is asked of one indicator, as its unit allows. */
export function ConditionEditor({ metric, condition, onApply }: ConditionEditorProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(metric, condition));
  const tests = testsOf(metric);
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const ready = completed(draft, metric);
  const isWrong = problemOf(draft.value, metric) !== null || problemOf(draft.to, metric) !== null;
  const change = (changed: Draft) => {
    setTried(false);
    setDraft(changed);
  };
  const choose = (test: string | null) => change({ ...draft, test: (test ?? draft.test) as Test });
  const options = tests.map((test) => ({ value: test, label: words.tests[test] }));
  // Where the catalogue was, or what was waited for, nothing has the focus any more.
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>("[data-autofocus]");
    (first ?? form.current?.querySelector<HTMLElement>("button"))?.focus({ preventScroll: true });
  }, []);
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (ready) onApply(ready);
      }}
    >
      <Stack gap="xs">
        {/* Above the fields: the lists and calendars that open below them must not cover the button. */}
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={600}>
            {metric.label}
          </Text>
          <Button type="submit" size="xs" disabled={!ready && !isWrong}>
            {words.apply}
          </Button>
        </Group>
        {options.length <= 4 ? (
          <SegmentedControl size="xs" data={options} value={draft.test} onChange={choose} fullWidth />
        ) : (
          <Select
            size="sm"
            aria-label={metric.label}
            data={options}
            value={draft.test}
            onChange={choose}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
        )}
        <ValueEditor metric={metric} draft={draft} onChange={change} isTried={isTried} onTry={() => setTried(true)} />
      </Stack>
    </form>
  );
}

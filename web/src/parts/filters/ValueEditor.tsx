import { Autocomplete, Checkbox, Group, NumberInput, ScrollArea, Stack, TagsInput, TextInput } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import type { Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import type { Draft } from "./draft";
import { useKnownValues } from "./useKnownValues";

const words = text.filters;
/** Lists that open inside the filter's own box: clicking in them must not close it. */
const inside = { withinPortal: false };

interface ValueEditorProps {
  metric: Metric;
  draft: Draft;
  onChange: (draft: Draft) => void;
}

/** What is compared with: words to tick, texts, dates, reais, percents or numbers. */
export function ValueEditor({ metric, draft, onChange }: ValueEditorProps) {
  switch (draft.test) {
    case "filled":
    case "empty":
      return null;
    case "any_of":
    case "none_of":
      return <ListEditor metric={metric} draft={draft} onChange={onChange} />;
    case "tagged":
    case "untagged":
    case "contains":
      return <TextEditor metric={metric} draft={draft} onChange={onChange} />;
    case "between":
      return (
        <Group gap="xs" grow>
          <OneValue
            metric={metric}
            label={words.from}
            value={draft.value}
            onChange={(value) => onChange({ ...draft, value })}
          />
          <OneValue
            metric={metric}
            label={words.until}
            value={draft.to}
            onChange={(to) => onChange({ ...draft, to })}
          />
        </Group>
      );
    default:
      return (
        <OneValue
          metric={metric}
          label={words.value}
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
        />
      );
  }
}

function ListEditor({ metric, draft, onChange }: ValueEditorProps) {
  const known = useKnownValues(metric);
  if (metric.words.length === 0) {
    return (
      <TagsInput
        size="sm"
        aria-label={words.values}
        placeholder={words.values}
        data={known}
        value={draft.values}
        onChange={(values) => onChange({ ...draft, values })}
        comboboxProps={inside}
        acceptValueOnBlur
        data-autofocus
      />
    );
  }
  return (
    <ScrollArea.Autosize mah={260} type="auto">
      <Checkbox.Group
        value={draft.values}
        onChange={(values) => onChange({ ...draft, values })}
        aria-label={words.values}
      >
        <Stack gap={8} py={4}>
          {metric.words.map((word) => (
            <Checkbox key={word.code} size="sm" value={word.code} label={word.label} />
          ))}
        </Stack>
      </Checkbox.Group>
    </ScrollArea.Autosize>
  );
}

function TextEditor({ metric, draft, onChange }: ValueEditorProps) {
  const known = useKnownValues(metric);
  const value = String(draft.value ?? "");
  const change = (written: string) => onChange({ ...draft, value: written });
  if (draft.test === "contains") {
    return (
      <TextInput
        size="sm"
        aria-label={words.value}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        data-autofocus
      />
    );
  }
  return (
    <Autocomplete
      size="sm"
      aria-label={words.value}
      data={known}
      value={value}
      onChange={change}
      comboboxProps={inside}
      data-autofocus
    />
  );
}

interface OneValueProps {
  metric: Metric;
  label: string;
  value: number | string | null;
  onChange: (value: number | string | null) => void;
}

function OneValue({ metric, label, value, onChange }: OneValueProps) {
  if (metric.unit === "date") {
    return (
      <DateInput
        size="sm"
        aria-label={label}
        placeholder={label}
        valueFormat="DD/MM/YYYY"
        value={typeof value === "string" ? value : null}
        onChange={onChange}
        popoverProps={{ withinPortal: false }}
      />
    );
  }
  return (
    <NumberInput
      size="sm"
      aria-label={label}
      placeholder={label}
      decimalSeparator=","
      thousandSeparator="."
      decimalScale={metric.unit === "count" ? 0 : 2}
      {...(metric.unit === "cents" && { prefix: `${words.reais} ` })}
      {...(metric.unit === "share" && { suffix: ` ${words.percent}` })}
      hideControls
      value={value ?? ""}
      onChange={(written) => onChange(typeof written === "number" ? written : null)}
      data-autofocus
    />
  );
}

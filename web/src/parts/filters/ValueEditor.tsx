import { Autocomplete, Checkbox, Group, ScrollArea, Stack, TagsInput, TextInput } from "@mantine/core";
import type { Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import { DayInput } from "@/ui/DayInput";
import { type Draft, problemOf } from "./draft";
import { useKnownValues } from "./useKnownValues";

const words = text.filters;
/** Lists that open inside the filter's own box: clicking in them must not close it. */
const inside = { withinPortal: false };

interface ValueEditorProps {
  metric: Metric;
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** Whether what is no value is said to be none: not while it is being written. */
  isTried: boolean;
  onTry: () => void;
}

/** What is compared with: words to tick, texts, dates, reais, percents or numbers. */
export function ValueEditor(props: ValueEditorProps) {
  const { metric, draft, onChange } = props;
  const one = { metric, isTried: props.isTried, onTry: props.onTry };
  switch (draft.test) {
    case "filled":
    case "empty":
      return null;
    case "any_of":
    case "none_of":
      return <ListEditor {...props} />;
    case "tagged":
    case "untagged":
    case "contains":
      return <TextEditor {...props} />;
    case "between":
      return (
        <Group gap="xs" grow align="flex-start">
          <OneValue
            {...one}
            label={words.from}
            value={draft.value}
            onChange={(value) => onChange({ ...draft, value })}
            isFirst
          />
          <OneValue {...one} label={words.until} value={draft.to} onChange={(to) => onChange({ ...draft, to })} />
        </Group>
      );
    default:
      return (
        <OneValue
          {...one}
          label={words.value}
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
          isFirst
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
          {metric.words.map((word, place) => (
            <Checkbox
              key={word.code}
              size="sm"
              value={word.code}
              label={word.label}
              data-autofocus={place === 0 || undefined}
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </ScrollArea.Autosize>
  );
}

function TextEditor({ metric, draft, onChange }: ValueEditorProps) {
  const known = useKnownValues(metric);
  const { value } = draft;
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

interface OneValueProps extends Pick<ValueEditorProps, "metric" | "isTried" | "onTry"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Takes the focus when the editor opens. */
  isFirst?: boolean;
}

function OneValue({ metric, label, value, onChange, isTried, onTry, isFirst = false }: OneValueProps) {
  const autofocus = { "data-autofocus": isFirst || undefined };
  if (metric.unit === "date") {
    return (
      <DayInput
        size="sm"
        aria-label={label}
        placeholder={label}
        value={value || null}
        onChange={(day) => onChange(day ?? "")}
        popoverProps={{ withinPortal: false }}
        {...autofocus}
      />
    );
  }
  return (
    <TextInput
      size="sm"
      inputMode="decimal"
      aria-label={label}
      placeholder={label}
      {...(metric.unit === "cents" && { leftSection: words.reais })}
      {...(metric.unit === "share" && { rightSection: words.percent })}
      error={isTried && problemOf(value, metric)}
      value={value}
      onBlur={onTry}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...autofocus}
    />
  );
}

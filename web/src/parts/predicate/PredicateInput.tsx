import { Anchor, Group, Text, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Problem } from "@/api/Problem";
import { checkPredicate } from "@/api/portfolio";
import type { Level } from "@/api/types";
import { segments } from "@/text/segments";
import classes from "./PredicateInput.module.css";
import { PredicateProblem } from "./PredicateProblem";

const words = segments.check;

/** How long after the last key a predicate is checked. */
const CHECKED_AFTER_MS = 350;

interface PredicateInputProps {
  value: string;
  onChange: (value: string) => void;
  level: Level;
  label?: string;
  description?: string;
  inputRef?: React.Ref<HTMLTextAreaElement>;
}

/** A predicate as text, checked while it is written: how many customers it holds, or what is wrong and where. */
export function PredicateInput({
  value,
  onChange,
  level,
  label = words.label,
  description,
  inputRef,
}: PredicateInputProps) {
  const [written] = useDebouncedValue(value.trim(), CHECKED_AFTER_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ["segments", "check", written, level],
    queryFn: () => checkPredicate(written, level),
    enabled: written !== "",
    retry: false,
  });
  const problem = written === value.trim() && error instanceof Problem ? error : null;
  return (
    <div>
      <Textarea
        ref={inputRef ?? null}
        label={label}
        description={description ?? words.hint}
        classNames={{ input: classes.input ?? "" }}
        spellCheck={false}
        autosize
        minRows={3}
        value={value}
        error={problem !== null}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group justify="space-between" gap="xs" mt={6} align="flex-start">
        <div className={classes.said} aria-live="polite">
          {problem && <PredicateProblem predicate={written} problem={problem} />}
          {!problem && written !== "" && (
            <Text size="sm" c="dimmed" className="number">
              {isFetching || !data ? words.checking : words.holds(data.count)}
            </Text>
          )}
        </div>
        <Anchor size="sm" href="/manual/condicoes" target="_blank" rel="noreferrer">
          {words.manual}
        </Anchor>
      </Group>
    </div>
  );
}

import { Button, Group, Text } from "@mantine/core";
import { getHotkeyHandler } from "@mantine/hooks";
import { useState } from "react";
import type { Level } from "@/api/types";
import { PredicateInput } from "@/parts/predicate/PredicateInput";
import { text } from "@/text/pt-BR";
import classes from "./filters.module.css";

const words = text.filters;

interface AdvancedFilterProps {
  where: string;
  level: Level;
  onApply: (where: string) => void;
  /** Whether chips could not show what is written. */
  onlyText: boolean;
}

/** The predicate as text, checked while it is written. */
export function AdvancedFilter({ where, level, onApply, onlyText }: AdvancedFilterProps) {
  const [written, setWritten] = useState(where);
  const apply = () => onApply(written.trim());
  return (
    // Keys pressed in the box come up to here.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div className={classes.advanced} style={{ marginTop: 8 }} onKeyDown={getHotkeyHandler([["mod+Enter", apply]])}>
      <PredicateInput
        value={written}
        onChange={setWritten}
        level={level}
        label={words.text}
        description={words.textHint}
      />
      <Group justify="space-between" mt={8}>
        <Text size="xs" c="dimmed">
          {onlyText ? words.onlyText : ""}
        </Text>
        <Button size="xs" onClick={apply} disabled={written.trim() === where}>
          {words.apply}
        </Button>
      </Group>
    </div>
  );
}

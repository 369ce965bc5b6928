import { Checkbox, Code, Stack, Text } from "@mantine/core";
import type { Segment } from "@/api/types";
import { segments } from "@/text/segments";

const words = segments.taken;

/** The segment that has a name already, if one does. */
export function segmentNamed(name: string, all: readonly Segment[]): Segment | undefined {
  return all.find((segment) => segment.name === name.trim());
}

interface NameTakenProps {
  segment: Segment;
  replaces: boolean;
  onReplace: (replaces: boolean) => void;
}

/** What a name stands for already: replaced only by who says so. */
export function NameTaken({ segment, replaces, onReplace }: NameTakenProps) {
  return (
    <Stack gap={6} role="status">
      <Text size="sm" c="var(--attention)">
        {segment.starter ? words.starter : words.saved}
      </Text>
      <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {segment.predicate}
      </Code>
      <Checkbox
        size="sm"
        label={words.replace}
        checked={replaces}
        onChange={(event) => onReplace(event.currentTarget.checked)}
      />
    </Stack>
  );
}

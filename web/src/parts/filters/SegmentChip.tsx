import { UnstyledButton } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { text } from "@/text/pt-BR";
import classes from "./filters.module.css";

interface SegmentChipProps {
  name: string;
  onExpand: () => void;
  onRemove: () => void;
}

/** The segment that the list is of: click to open its conditions. */
export function SegmentChip({ name, onExpand, onRemove }: SegmentChipProps) {
  const words = text.filters.segment(name);
  return (
    <span className={classes.chip}>
      <UnstyledButton className={classes.chipWords} onClick={onExpand} title={text.filters.expand}>
        <IconFilter size={13} aria-hidden style={{ marginRight: 5, verticalAlign: "-2px" }} />
        <b>{words}</b>
      </UnstyledButton>
      <UnstyledButton className={classes.chipRemove} onClick={onRemove} aria-label={text.filters.remove(words)}>
        <IconX size={14} aria-hidden />
      </UnstyledButton>
    </span>
  );
}

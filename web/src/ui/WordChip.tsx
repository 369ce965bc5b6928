import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./WordChip.module.css";

interface WordChipProps {
  icon: TablerIcon;
  tone: "good" | "attention" | "bad" | "plain";
  title?: string | undefined;
  children: ReactNode;
}

/** A state in one word, with a sign and a tone. */
export function WordChip({ icon: Icon, tone, title, children }: WordChipProps) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      <Icon size={13} stroke={2.2} aria-hidden />
      {children}
    </span>
  );
}

import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, type TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Callout.module.css";

type Tone = "good" | "attention" | "bad" | "plain";

const ICONS: Record<Tone, TablerIcon> = {
  good: IconCircleCheck,
  attention: IconAlertTriangle,
  bad: IconAlertTriangle,
  plain: IconInfoCircle,
};

interface CalloutProps {
  tone: Tone;
  title?: string;
  children: ReactNode;
  /** Read aloud when it appears. */
  live?: boolean;
}

/** Something that deserves to be seen before the rest: what, and what to do. */
export function Callout({ tone, title, children, live = false }: CalloutProps) {
  const Icon = ICONS[tone];
  return (
    <div className={classes.callout} data-tone={tone} role={live ? "status" : undefined}>
      <Icon size={18} stroke={1.9} aria-hidden />
      <div>
        {title && <div className={classes.title}>{title}</div>}
        {children}
      </div>
    </div>
  );
}

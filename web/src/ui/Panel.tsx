import type { ReactNode } from "react";
import classes from "./Panel.module.css";

interface PanelProps {
  title: ReactNode;
  /** A word beside the title: a total, a link. */
  aside?: ReactNode;
  children: ReactNode;
  /** Takes the whole width of its grid. */
  wide?: boolean;
}

/** A titled part of a page. */
export function Panel({ title, aside, children, wide = false }: PanelProps) {
  return (
    <section className={classes.panel} data-wide={wide || undefined}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}

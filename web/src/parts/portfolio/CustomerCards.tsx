import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { CustomerRow } from "@/api/types";
import { text } from "@/text/pt-BR";
import { AbcChip } from "@/ui/AbcChip";
import { CustomerLink } from "@/ui/CustomerLink";
import { Delta } from "@/ui/Delta";
import { daysAgo } from "@/ui/format";
import { Money } from "@/ui/Money";
import { StatusChip } from "@/ui/StatusChip";
import classes from "./portfolio.module.css";

const CARD = 116;

interface CustomerCardsProps {
  rows: CustomerRow[];
  onEnd: () => void;
}

/** The list on a phone: one card a customer, drawn as it comes into sight. */
export function CustomerCards({ rows, onEnd }: CustomerCardsProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => CARD,
    overscan: 8,
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0 && last >= rows.length - 15) onEnd();
  }, [last, rows.length, onEnd]);
  return (
    // A region that scrolls must be reachable by the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section ref={scroll} className={classes.cards} aria-label={text.list.label} tabIndex={0}>
      <div style={{ position: "relative", height: virtual.getTotalSize() }}>
        {seen.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={row.customer}
              className={classes.card}
              style={{ transform: `translateY(${item.start}px)`, height: CARD }}
            >
              <CustomerCard row={row} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

function CustomerCard({ row }: { row: CustomerRow }) {
  const words = (name: string) => (typeof row[name] === "string" ? row[name] : null);
  const number = (name: string) => (typeof row[name] === "number" ? row[name] : null);
  const days = number("days_since_purchase");
  const overdue = number("overdue_cents");
  return (
    <article className={classes.cardInside}>
      <CustomerLink
        customer={row.customer}
        name={words("name")}
        city={words("city")}
        uf={words("uf")}
        taxId={words("tax_id")}
      />
      <div className={classes.cardLine}>
        <StatusChip status={words("status")} detail={days === null ? undefined : daysAgo(days)} />
        <AbcChip abc={words("abc")} named />
      </div>
      <div className={classes.cardLine}>
        <span>
          <Money cents={number("revenue_12m_cents")} short /> <Delta value={number("growth_12m")} />
        </span>
        {overdue ? (
          <span>
            <Money cents={overdue} short bad /> {text.list.overdue}
          </span>
        ) : null}
      </div>
    </article>
  );
}

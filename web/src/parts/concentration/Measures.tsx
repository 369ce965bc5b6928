import type { ReactNode } from "react";
import type { Concentration } from "@/api/concentration";
import { concentration } from "@/text/concentration";
import { count, percent } from "@/ui/format";
import { Money } from "@/ui/Money";
import { Panel } from "@/ui/Panel";
import classes from "./Measures.module.css";

const words = concentration;

/** The measures of concentration, each with what it means. */
export function Measures({ found }: { found: Concentration }) {
  const ranks = [
    [1, found.cr1],
    [5, found.cr5],
    [10, found.cr10],
  ] as const;
  const shown = ranks.filter(([number]) => number === 1 || found.shares.length + found.more > number);
  return (
    <Panel title={words.measures} aside={found.ignored_cents !== 0 && words.ignored(found.ignored_cents)}>
      <dl className={classes.measures}>
        {shown.map(([number, share]) => (
          <Measure key={number} label={words.cr(number)} value={percent(share)} means={words.crMeans(number)} />
        ))}
        <Measure
          label={words.hhi}
          value={count(Math.round(found.hhi))}
          word={words.hhiWord(found.hhi)}
          means={words.hhiMeans(found.effective)}
        />
        <Measure label={words.gini} value={words.giniOf(found.gini)} means={words.giniMeans} />
        <Measure
          label={words.without}
          value={<Money cents={found.without_largest.total_cents} short />}
          means={words.withoutMeans(found.without_largest.hhi)}
        />
      </dl>
    </Panel>
  );
}

interface MeasureProps {
  label: string;
  value: ReactNode;
  word?: string;
  means: string;
}

function Measure({ label, value, word, means }: MeasureProps) {
  return (
    <div className={classes.measure}>
      <dt>{label}</dt>
      <dd className={classes.value}>
        <span className="number">{value}</span>
        {word && <span className={classes.word}>{word}</span>}
      </dd>
      <dd className={classes.means}>{means}</dd>
    </div>
  );
}

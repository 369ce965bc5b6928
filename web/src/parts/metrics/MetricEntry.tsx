import { Code } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Metric, Segment } from "@/api/types";
import { useAddress } from "@/parts/useAddress";
import { metrics as words } from "@/text/metrics";
import { WithCode } from "@/ui/WithCode";
import classes from "./MetricEntry.module.css";
import { dependents, segmentsAbout } from "./uses";

interface MetricEntryProps {
  metric: Metric;
  all: readonly Metric[];
  segments: readonly Segment[];
}

/** One indicator as a dictionary tells it: what it is, how it is computed, where it is used. */
export function MetricEntry({ metric, all, segments }: MetricEntryProps) {
  const address = useAddress();
  const known = new Set(all.map(({ name }) => name));
  const users = dependents(all, metric.name);
  const asking = segmentsAbout(segments, metric.name);
  return (
    <article className={classes.entry} id={metric.name}>
      <header className={classes.head}>
        <h3 className={classes.label}>
          <a href={`#${metric.name}`}>{metric.label}</a>
        </h3>
        <Code>{metric.name}</Code>
        <Link className={classes.column} to={address("/carteira", { where: `${metric.name} IS NOT NULL` })}>
          {words.column}
        </Link>
      </header>
      <p className={classes.formula}>
        <WithCode>{metric.formula}</WithCode>
      </p>
      <dl className={classes.facts}>
        <Fact label={words.unit}>{words.units[metric.unit]}</Fact>
        {metric.words && metric.words.length > 0 && (
          <Fact label={words.words}>{metric.words.map((word) => `${word.label} (${word.code})`).join(", ")}</Fact>
        )}
        <Fact label={words.source}>{metric.source}</Fact>
        <Fact label={words.computedBy}>
          <Code>{metric.computed_by}</Code>
        </Fact>
        <Links label={words.inputs} items={metric.inputs} to={({ name }) => (known.has(name) ? `#${name}` : null)} />
        <Links
          label={words.settings}
          items={metric.settings.map((name) => ({ name, label: name }))}
          to={({ name }) => `/configuracoes#${name}`}
        />
        <Links label={words.usedByMetrics} items={users} to={({ name }) => `#${name}`} />
        <Links
          label={words.usedBySegments}
          items={asking.map(({ name }) => ({ name, label: name }))}
          to={({ name }) => address("/carteira", { segment: name })}
        />
      </dl>
    </article>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface Named {
  name: string;
  label: string;
}

interface LinksProps {
  label: string;
  items: readonly Named[];
  to: (item: Named) => string | null;
}

/** Names that lead somewhere, where there are any. */
function Links({ label, items, to }: LinksProps) {
  if (items.length === 0) return null;
  return (
    <Fact label={label}>
      <ul className={classes.links}>
        {items.map((item) => {
          const address = to(item);
          return <li key={item.name}>{address === null ? item.label : <Link to={address}>{item.label}</Link>}</li>;
        })}
      </ul>
    </Fact>
  );
}

import type { Concentration } from "@/api/concentration";
import { concentration } from "@/text/concentration";
import { count } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { cumulated } from "./cumulated";
import { curvePath, howManyMake, restPath } from "./curvePath";
import classes from "./ShareCurve.module.css";

const words = concentration;

/** The share that the curve marks: how many it takes for it. */
const MARKED = 0.8;

/** What the largest come to together: the steeper the curve, the fewer carry the whole. */
export function ShareCurve({ found }: { found: Concentration }) {
  const all = found.shares.length + found.more;
  const sums = cumulated(found.shares, found.total_cents).map((share) => share.cumulated);
  const rest = restPath(sums, all);
  const needed = howManyMake(MARKED, sums);
  if (all < 3) return null;
  const said = needed === null ? words.curveBeyond(MARKED, sums.length) : words.curveSays(MARKED, needed, all);
  return (
    <Panel title={words.curve} aside={said}>
      <figure className={classes.figure} aria-label={`${words.curve}. ${said}`}>
        <div className={classes.plot}>
          <svg className={classes.svg} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
            {[20, 40, 60, 80].map((line) => (
              <line key={line} className={classes.grid} x1="0" x2="100" y1={line} y2={line} />
            ))}
            <path className={classes.area} d={`${curvePath(sums, all)}${rest ? " L 100 0" : ""} L 100 100 L 0 100 Z`} />
            <path className={classes.line} d={curvePath(sums, all)} />
            {rest && <path className={classes.rest} d={rest} />}
            {needed !== null && (
              <path className={classes.mark} d={`M 0 20 L ${(100 * needed) / all} 20 L ${(100 * needed) / all} 100`} />
            )}
          </svg>
          <span className={classes.top}>100 %</span>
          <span className={classes.half}>80 %</span>
        </div>
        <figcaption className={classes.axis}>
          <span>0</span>
          {rest && (
            <span className={classes.said}>
              {words.curveRest(found.shares.length, found.more, 1 - (sums.at(-1) ?? 0))}
            </span>
          )}
          <span>{count(all)}</span>
        </figcaption>
      </figure>
    </Panel>
  );
}

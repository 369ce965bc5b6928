import { IconArrowRight } from "@tabler/icons-react";
import { Link, useSearchParams } from "react-router";
import type { Overview } from "@/api/types";
import { text } from "@/text/pt-BR";
import { count } from "@/ui/format";
import { Money } from "@/ui/Money";
import { StatusChip } from "@/ui/StatusChip";
import { moveAddress } from "./moved";
import classes from "./overview.module.css";

const words = text.overview;

/** Who changed status since the first of the month. */
export function StatusMoves({ moves }: { moves: Overview["moves"] }) {
  const [search] = useSearchParams();
  if (moves.length === 0) return <div className={classes.quiet}>{words.nobodyChanged}</div>;
  return (
    <ul className={classes.rows}>
      {moves.map((move) => (
        <li key={`${move.from}/${move.to}`}>
          <Link className={classes.row} to={moveAddress(search, { ...move, since: "month" })} preventScrollReset>
            <span className={classes.move}>
              <StatusChip status={move.from} />
              <IconArrowRight size={14} aria-label={words.to} />
              <StatusChip status={move.to} />
            </span>
            <b className="number">{count(move.customers)}</b>
            <span className={classes.amount}>
              <Money cents={move.revenue_12m_cents} short />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

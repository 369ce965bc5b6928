import { Link, useSearchParams } from "react-router";
import type { Overview } from "@/api/types";
import { useAddress } from "@/parts/useAddress";
import { text } from "@/text/pt-BR";
import { Delta } from "@/ui/Delta";
import { money, percent, shortMoney } from "@/ui/format";
import { moveAddress } from "./moved";
import classes from "./overview.module.css";

const words = text.overview;

/** The state of the portfolio in two lines, every figure a door. */
export function OverviewAnswer({ overview }: { overview: Overview }) {
  const address = useAddress();
  const list = (where?: string) => address("/carteira", where ? { where } : {});
  const growth =
    overview.revenue_prev_12m_cents > 0 ? overview.revenue_12m_cents / overview.revenue_prev_12m_cents - 1 : null;
  return (
    <>
      <div className={classes.figures}>
        <span>
          <Link to={list()}>{words.customers(overview.customers)}</Link>
        </span>
        <span>
          <Link to={list("status IN ('novo', 'ativo')")}>{words.active(overview.active)}</Link>{" "}
          {overview.active !== overview.active_before && (
            <Delta value={overview.active - overview.active_before} unit="count" than={words.thanLastMonth} />
          )}
        </span>
        <span title={money(overview.revenue_12m_cents)}>
          <Link to={list("revenue_12m_cents > 0")}>{words.revenue(shortMoney(overview.revenue_12m_cents))}</Link>{" "}
          {growth !== null && <Delta value={growth} than={words.thanYearBefore} />}
        </span>
        {overview.cr10 !== null && (
          <span>
            <Link to={address("/concentracao")}>{words.concentration(percent(overview.cr10))}</Link>
          </span>
        )}
      </div>
      <MovedToRisk overview={overview} />
    </>
  );
}

function MovedToRisk({ overview }: { overview: Overview }) {
  const [search] = useSearchParams();
  const { customers, revenue_12m_cents } = overview.moved_to_risk;
  if (customers === 0) return <div className={classes.second}>{words.nobodyMoved}</div>;
  return (
    <div className={classes.second}>
      <Link to={moveAddress(search, { from: null, to: "risco_de_perda", since: "yesterday" })} preventScrollReset>
        {words.movedToRisk(customers)}
      </Link>
      , {words.withRevenue(money(revenue_12m_cents))}
    </div>
  );
}

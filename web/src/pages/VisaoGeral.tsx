import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { overviewQuery } from "@/api/portfolio";
import type { Overview } from "@/api/types";
import { AbcCurve } from "@/parts/overview/AbcCurve";
import { MonthsChart } from "@/parts/overview/MonthsChart";
import { MovedModal } from "@/parts/overview/MovedModal";
import { Movers } from "@/parts/overview/Movers";
import { OverviewAnswer } from "@/parts/overview/OverviewAnswer";
import classes from "@/parts/overview/overview.module.css";
import { StatusBars } from "@/parts/overview/StatusBars";
import { StatusMoves } from "@/parts/overview/StatusMoves";
import { UfMap } from "@/parts/overview/UfMap";
import { useRight, useSession, useView } from "@/parts/useView";
import { text } from "@/text/pt-BR";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { date } from "@/ui/format";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";

const words = text.overview;

/** `/`: how is the portfolio? */
export function VisaoGeral() {
  const { view } = useView();
  const { data, error, refetch } = useQuery(overviewQuery(view));
  return (
    <>
      <PageHead title={text.frame.pages.VisaoGeral} manual="visao-geral">
        {data && data.customers > 0 && <OverviewAnswer overview={data} />}
      </PageHead>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={10} height={30} />}
      {data && (data.customers > 0 ? <Pictures overview={data} /> : <NothingYet />)}
      <MovedModal />
    </>
  );
}

function Pictures({ overview }: { overview: Overview }) {
  return (
    <div className={classes.grid}>
      <div className={`${classes.span8} ${classes.first}`}>
        <Panel title={words.months} aside={words.monthsHint}>
          <MonthsChart months={overview.months} />
        </Panel>
      </div>
      <div className={classes.span4}>
        <Panel title={words.moves}>
          <StatusMoves moves={overview.moves} />
        </Panel>
      </div>
      {overview.abc && overview.pareto && (
        <div className={classes.span4}>
          <Panel title={words.abc}>
            <AbcCurve abc={overview.abc} pareto={overview.pareto} />
          </Panel>
        </div>
      )}
      <div className={classes.span4}>
        <Panel title={words.map}>
          <UfMap ufs={overview.ufs} />
        </Panel>
      </div>
      <div className={classes.span4}>
        <Panel title={words.statuses}>
          <StatusBars statuses={overview.statuses} />
        </Panel>
      </div>
      <div className={classes.span6}>
        <Panel title={words.rises} aside={words.in12Months}>
          <Movers movers={overview.rises} />
        </Panel>
      </div>
      <div className={classes.span6}>
        <Panel title={words.falls} aside={words.in12Months}>
          <Movers movers={overview.falls} />
        </Panel>
      </div>
    </div>
  );
}

function NothingYet() {
  const mayImport = useRight("import");
  const session = useSession();
  const { asOf, change } = useView();
  if (asOf < session.as_of) {
    const back = <Button onClick={() => change({ as_of: null })}>{text.frame.asOfToday}</Button>;
    return (
      <EmptyState title={words.noneThen(date(asOf))} action={back}>
        {words.noneThenDetail}
      </EmptyState>
    );
  }
  const action = mayImport && (
    <Button component={Link} to="/importacoes">
      {words.import}
    </Button>
  );
  return (
    <EmptyState title={words.nothing} action={action}>
      {words.nothingDetail}
    </EmptyState>
  );
}

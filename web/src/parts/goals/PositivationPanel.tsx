import { SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type Positivation, type PositivationBy, positivationQuery } from "@/api/goals";
import { quoted } from "@/parts/search";
import { useAddress } from "@/parts/useAddress";
import { useView } from "@/parts/useView";
import { goals } from "@/text/goals";
import { ErrorState } from "@/ui/ErrorState";
import { count } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { ShareBar } from "@/ui/ShareBar";
import { Waiting } from "@/ui/Waiting";
import { daysOf } from "./month";

const WAYS = [
  { value: "seller", label: goals.bySeller },
  { value: "team", label: goals.byTeam },
];

/** How much of each portfolio bought in a month. */
export function PositivationPanel({ month }: { month: string }) {
  const { view, search, change } = useView();
  const by: PositivationBy = search.get("por") === "team" ? "team" : "seller";
  const { data, error, refetch } = useQuery(positivationQuery(by, month, view.as_of));
  const choose = (chosen: string) => change({ por: chosen === "team" ? chosen : null }, { replace: true });
  const columns: RecordColumn<Positivation>[] = [
    {
      label: by === "team" ? goals.byTeam : goals.bySeller,
      main: true,
      grows: true,
      cell: (row) => <Name by={by} row={row} />,
    },
    { label: goals.customers, right: true, cell: (row) => <span className="number">{count(row.customers)}</span> },
    { label: goals.buyers, right: true, cell: (row) => <span className="number">{count(row.buyers)}</span> },
    { label: goals.missing, right: true, cell: (row) => <Missing by={by} row={row} /> },
    { label: goals.positivated, right: true, cell: (row) => <ShareBar share={row.share} /> },
  ];
  return (
    <Panel
      title={goals.positivation}
      aside={<SegmentedControl size="xs" data={WAYS} value={by} onChange={choose} aria-label={goals.by} />}
    >
      <Text size="sm" c="dimmed" mb="xs">
        {goals.positivationMeans}
      </Text>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={5} />}
      {data && <RecordTable label={goals.positivation} columns={columns} rows={data} keyOf={(row) => row.name ?? ""} />}
    </Panel>
  );
}

/** The predicate of a portfolio's customers. */
function whereOf(by: PositivationBy, row: Positivation): string {
  const column = by === "team" ? "team" : "owner";
  return row.name === null ? `${column} IS NULL` : `${column} = ${quoted(row.name)}`;
}

function Name({ by, row }: { by: PositivationBy; row: Positivation }) {
  const address = useAddress();
  const none = by === "team" ? goals.noTeam : goals.noSeller;
  return <Link to={address("/carteira", { where: whereOf(by, row) })}>{row.name ?? none}</Link>;
}

/** Those who have not bought in the month yet. */
function Missing({ by, row }: { by: PositivationBy; row: Positivation }) {
  const address = useAddress();
  const [first] = daysOf(row.month);
  const where = `${whereOf(by, row)} AND last_purchase_on < '${first}' AND status <> 'ex_cliente'`;
  return (
    <Link className="number" to={address("/carteira", { where })}>
      {count(row.customers - row.buyers)}
    </Link>
  );
}

import { SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type Positivation, type PositivationBy, positivationQuery } from "@/api/goals";
import { ownersQuery } from "@/api/portfolio";
import { useAddress } from "@/parts/useAddress";
import { useSession, useView } from "@/parts/useView";
import { goals } from "@/text/goals";
import { ErrorState } from "@/ui/ErrorState";
import { count } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { ShareBar } from "@/ui/ShareBar";
import { Waiting } from "@/ui/Waiting";
import { type Part, portfolioWhere } from "./portfolioWhere";

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
    { label: goals.customers, right: true, cell: (row) => <Counted by={by} row={row} part="all" /> },
    { label: goals.buyers, right: true, cell: (row) => <Counted by={by} row={row} part="buyers" /> },
    { label: goals.missing, right: true, cell: (row) => <Counted by={by} row={row} part="missing" /> },
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

function Name({ by, row }: { by: PositivationBy; row: Positivation }) {
  const door = useDoor(by, row);
  const none = by === "team" ? goals.noTeam : goals.noSeller;
  return <Link to={door("all")}>{row.name ?? none}</Link>;
}

/** A count of a portfolio's customers, leading to them. */
function Counted({ by, row, part }: { by: PositivationBy; row: Positivation; part: Part }) {
  const door = useDoor(by, row);
  const counts = { all: row.customers, buyers: row.buyers, missing: row.customers - row.buyers };
  return (
    <Link className="number" to={door(part)}>
      {count(counts[part])}
    </Link>
  );
}

/** The customers that a row counts: of the whole companies, at the date by which they are judged. */
function useDoor(by: PositivationBy, row: Positivation): (part: Part) => string {
  const address = useAddress();
  const session = useSession();
  const { data: owners = [] } = useQuery({ ...ownersQuery, enabled: by === "team" });
  const as_of = row.as_of === session.as_of ? null : row.as_of;
  return (part) =>
    address("/carteira", { where: portfolioWhere(by, row.name, row.month, part, owners), as_of, level: null });
}

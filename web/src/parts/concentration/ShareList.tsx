import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { Concentration } from "@/api/concentration";
import type { Metric } from "@/api/types";
import { MetricValue } from "@/parts/MetricValue";
import { useAddress } from "@/parts/useAddress";
import { concentration } from "@/text/concentration";
import { text } from "@/text/pt-BR";
import { CustomerLink } from "@/ui/CustomerLink";
import { count, percent } from "@/ui/format";
import { Money } from "@/ui/Money";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { ShareBar } from "@/ui/ShareBar";
import { cumulated, predicateOf, type RankedShare } from "./cumulated";

const words = concentration;

/** How many are shown before the person asks for more. */
const SHOWN = 50;

interface ShareListProps {
  found: Concentration;
  /** The metric whose values share the amount; none where they are the customers. */
  by: Metric | undefined;
  where: string | undefined;
}

/** Who or what has how much, the largest first; each leads to the customers behind it. */
export function ShareList({ found, by, where }: ShareListProps) {
  const [shown, setShown] = useState(SHOWN);
  const ranked = cumulated(found.shares, found.total_cents);
  const largest = found.shares[0]?.share ?? 1;
  const ofCustomers: RecordColumn<RankedShare> = {
    label: words.howMany,
    right: true,
    cell: (share) => <span className="number">{count(share.customers)}</span>,
  };
  const columns: RecordColumn<RankedShare>[] = [
    { label: words.rank, right: true, cell: (share) => <span className="number">{share.rank}</span> },
    {
      label: by?.label ?? words.customer,
      main: true,
      grows: true,
      cell: (share) => <Name share={share} by={by} where={where} />,
    },
    ...(by ? [ofCustomers] : []),
    { label: words.amount, right: true, cell: (share) => <Money cents={share.amount_cents} /> },
    { label: words.share, right: true, cell: (share) => <ShareBar share={share.share} of={largest} /> },
    {
      label: words.cumulated,
      right: true,
      cell: (share) => <span className="number">{percent(share.cumulated)}</span>,
    },
  ];
  return (
    <Panel title={words.list}>
      <RecordTable label={words.list} columns={columns} rows={ranked.slice(0, shown)} keyOf={(share) => share.rank} />
      {ranked.length > shown && (
        <Button variant="subtle" mt="sm" onClick={() => setShown(ranked.length)}>
          {text.more}
        </Button>
      )}
      {ranked.length <= shown && found.more > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {words.more(found.more)}
        </Text>
      )}
    </Panel>
  );
}

function Name({ share, by, where }: { share: RankedShare; by: Metric | undefined; where: string | undefined }) {
  const address = useAddress();
  if (!by) return <CustomerLink customer={share.value ?? ""} name={share.name} short />;
  const name = share.value === null ? words.unknown : <MetricValue metric={by} value={share.value} />;
  return <Link to={address("/carteira", { where: predicateOf(by.name, share.value, where) })}>{name}</Link>;
}

import { Anchor, Group, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Concentration, concentrationQuery } from "@/api/concentration";
import { metricsQuery } from "@/api/portfolio";
import type { Metric } from "@/api/types";
import { Measures } from "@/parts/concentration/Measures";
import { ShareCurve } from "@/parts/concentration/ShareCurve";
import { ShareList } from "@/parts/concentration/ShareList";
import { MetricValue } from "@/parts/MetricValue";
import { useView } from "@/parts/useView";
import { concentration as words } from "@/text/concentration";
import { Callout } from "@/ui/Callout";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { Waiting } from "@/ui/Waiting";

const BY_CUSTOMER = "customer";
const REVENUE = "revenue_12m_cents";

/** On how few the portfolio depends. */
export function Concentracao() {
  const { view, search } = useView();
  const where = search.get("where") ?? undefined;
  const asked = { by: search.get("por") ?? BY_CUSTOMER, weight: search.get("valor") ?? REVENUE };
  const { data, error, refetch } = useQuery(concentrationQuery({ ...view, ...asked, ...(where && { where }) }));
  const { data: metrics = [] } = useQuery(metricsQuery);
  const by = metrics.find((metric) => metric.name === data?.by);
  return (
    <>
      <PageHead title={words.title} manual="concentracao" actions={<Choices {...asked} metrics={metrics} />}>
        {data?.shares[0] && <Sentence found={data} by={by} />}
      </PageHead>
      <Stack gap="md">
        {where && <Filter where={where} />}
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting lines={10} />}
        {data?.shares.length === 0 && <EmptyState title={words.nothing}>{words.nothingDetail}</EmptyState>}
        {data && data.shares.length > 0 && (
          <>
            {data.alarm !== "none" && (
              <Callout tone={data.alarm === "critical" ? "bad" : "attention"}>{words.alarm[data.alarm]}</Callout>
            )}
            <Measures found={data} />
            <ShareCurve found={data} />
            <ShareList key={`${data.by}/${data.weight}`} found={data} by={by} where={where} />
          </>
        )}
      </Stack>
    </>
  );
}

function Sentence({ found, by }: { found: Concentration; by: Metric | undefined }) {
  const largest = found.shares[0];
  const [before, after] = words.state(found.shares.length + found.more, found.cr10, found.cr1, found.total_cents);
  const name = by ? (
    <MetricValue metric={by} value={largest?.value ?? words.unknown} />
  ) : (
    (largest?.name ?? words.unknown)
  );
  return (
    <>
      {before}
      {name}
      {after}
    </>
  );
}

interface ChoicesProps {
  by: string;
  weight: string;
  metrics: readonly Metric[];
}

/** By what to divide, and which amount; the address keeps both. */
function Choices({ by, weight, metrics }: ChoicesProps) {
  const { change } = useView();
  const choice = (metric: Metric) => ({ value: metric.name, label: metric.label });
  const texts = metrics.filter((metric) => metric.unit === "text" || metric.unit === "word");
  const amounts = metrics.filter((metric) => metric.unit === "cents");
  return (
    <Group gap="xs">
      <Select
        size="xs"
        label={words.by}
        data={[{ value: BY_CUSTOMER, label: words.customer }, ...texts.map(choice)]}
        value={by}
        searchable
        allowDeselect={false}
        onChange={(por) => change({ por: por === BY_CUSTOMER ? null : por })}
      />
      <Select
        size="xs"
        label={words.weight}
        data={amounts.map(choice)}
        value={weight}
        searchable
        allowDeselect={false}
        onChange={(valor) => change({ valor: valor === REVENUE ? null : valor })}
      />
    </Group>
  );
}

function Filter({ where }: { where: string }) {
  const { change } = useView();
  return (
    <Text size="sm">
      {words.filtered} <code>{where}</code>{" "}
      <Anchor component="button" type="button" size="sm" onClick={() => change({ where: null })}>
        {words.unfilter}
      </Anchor>
    </Text>
  );
}

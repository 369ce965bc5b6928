import { Stack, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation } from "react-router";
import { metricsQuery, segmentsQuery } from "@/api/portfolio";
import type { Metric } from "@/api/types";
import { MetricEntry } from "@/parts/metrics/MetricEntry";
import { foundMetrics } from "@/parts/metrics/uses";
import { useRight, useView } from "@/parts/useView";
import { metrics as words } from "@/text/metrics";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";

const LAYERS = ["registration", "own", "rank"] as const;

/** The catalogue as a dictionary: what each column of the portfolio means. */
export function Indicadores() {
  const { data, error, refetch } = useQuery(metricsQuery);
  const { search, change } = useView();
  const asked = search.get("q") ?? "";
  const found = foundMetrics(data ?? [], asked);
  return (
    <>
      <PageHead title={words.title} manual="indicadores">
        {data && (asked === "" ? words.state(data.length) : words.found(found.length, data.length))}
      </PageHead>
      <Stack gap="md">
        <TextInput
          type="search"
          maw={420}
          aria-label={words.search}
          placeholder={words.searchHint}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={asked}
          onChange={(event) => change({ q: event.currentTarget.value }, { replace: true })}
        />
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting lines={10} />}
        {data && found.length === 0 && <EmptyState title={words.nothing(asked)} />}
        {data && <Entries found={found} all={data} />}
      </Stack>
    </>
  );
}

function Entries({ found, all }: { found: Metric[]; all: Metric[] }) {
  const { view } = useView();
  const { data: segments = [] } = useQuery({ ...segmentsQuery(view), enabled: useRight("view_customers") });
  useAnchor(found.length > 0);
  const layers = LAYERS.map((layer) => ({ layer, some: found.filter((metric) => metric.layer === layer) }));
  return layers
    .filter(({ some }) => some.length > 0)
    .map(({ layer, some }) => (
      <Panel key={layer} title={words.layers[layer]} aside={words.layersMean[layer]}>
        {some.map((metric) => (
          <MetricEntry key={metric.name} metric={metric} all={all} segments={segments} />
        ))}
      </Panel>
    ));
}

/** Goes to the entry that the address names, once it is there. */
function useAnchor(isThere: boolean) {
  const { hash } = useLocation();
  useEffect(() => {
    if (isThere && hash !== "") document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView();
  }, [isThere, hash]);
}

import { Button, SegmentedControl, Stack } from "@mantine/core";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { importsQuery, jobQuery } from "@/api/imports";
import { DropZone } from "@/parts/imports/DropZone";
import { GapList } from "@/parts/imports/GapList";
import { ImportHistory } from "@/parts/imports/ImportHistory";
import { LotCard } from "@/parts/imports/LotCard";
import { type Lot, lots } from "@/parts/imports/lots";
import { OtherJobs } from "@/parts/imports/OtherJobs";
import { useLeaving } from "@/parts/imports/useLeaving";
import { useLots } from "@/parts/imports/useLots";
import { changedSearch } from "@/parts/search";
import { useRight } from "@/parts/useView";
import { imports } from "@/text/imports";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";

/** Where files come in, and what came of every import there was. */
export function Importacoes() {
  const mayImport = useRight("import");
  const own = useLots();
  useLeaving(own);
  return (
    <>
      <PageHead title={imports.title} manual="importacoes" actions={<ImportAll lots={own} />}>
        <State />
      </PageHead>
      <Stack gap="md">
        {mayImport && <DropZone />}
        {own.map((lot) => (
          <LotCard key={lot.key} lot={lot} />
        ))}
        <OtherJobs />
        <Past />
      </Stack>
    </>
  );
}

/** How many imports count, in words. */
function State() {
  const { data } = useInfiniteQuery(importsQuery);
  if (!data) return null;
  const all = data.pages.flatMap((page) => page.items);
  const live = all.filter((each) => each.state === "live");
  const newest = live
    .map((each) => each.committed_at ?? each.started_at)
    .sort()
    .at(-1);
  if (all.length === 0) return imports.none;
  return newest === undefined ? imports.noneLive : imports.state(live.length, newest);
}

/** Imports everything that was rehearsed and brings something new, where that is more than one lot. */
function ImportAll({ lots: own }: { lots: readonly Lot[] }) {
  const rehearsed = own.filter((lot) => lot.job !== null && !lot.isImporting);
  const jobs = useQueries({
    queries: rehearsed.map((lot) => ({ ...jobQuery(lot.job ?? 0), enabled: lot.job !== null })),
  });
  const ready = rehearsed.filter((_, place) => (jobs[place]?.data?.report?.accepted ?? 0) > 0);
  if (ready.length < 2) return null;
  return (
    <Button onClick={() => ready.forEach((lot) => void lots.import(lot.key))}>
      {imports.lot.importAll(ready.length)}
    </Button>
  );
}

/** The imports there were, or what seems to be missing; the address says which. */
function Past() {
  const [search, setSearch] = useSearchParams();
  const tab = search.get("aba") === "faltas" ? "faltas" : "historico";
  const choose = (chosen: string) =>
    setSearch((before) => changedSearch(before, { aba: chosen === "faltas" ? chosen : null }), { replace: true });
  const tabs = [
    { value: "historico", label: imports.history.title },
    { value: "faltas", label: imports.history.gaps },
  ];
  return (
    <>
      <SegmentedControl size="xs" data={tabs} value={tab} onChange={choose} style={{ alignSelf: "flex-start" }} />
      <Panel title={tab === "faltas" ? imports.history.gaps : imports.history.title}>
        {tab === "faltas" ? <GapList /> : <ImportHistory />}
      </Panel>
    </>
  );
}

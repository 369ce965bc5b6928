import { ActionIcon, Button, Code, Group, Stack } from "@mantine/core";
import { IconArrowsExchange, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { saveSegment, segmentsQuery } from "@/api/portfolio";
import { removeSegment } from "@/api/segments";
import type { Segment } from "@/api/types";
import { SegmentEditor } from "@/parts/segments/SegmentEditor";
import { SegmentMoves } from "@/parts/segments/SegmentMoves";
import { useAddress } from "@/parts/useAddress";
import { useRight, useView } from "@/parts/useView";
import { text } from "@/text/pt-BR";
import { segments } from "@/text/segments";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { count } from "@/ui/format";
import { notifyProblem } from "@/ui/notify";
import { notifyUndoable } from "@/ui/notifyUndoable";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";
import { RecordTable } from "@/ui/RecordTable";
import { Waiting } from "@/ui/Waiting";

/** Predicates with a name: how many customers each has, who came and went. */
export function Segmentacoes() {
  const { view, search, change } = useView();
  const { data, error, refetch } = useQuery(segmentsQuery(view));
  const mayManage = useRight("manage_segments");
  const edited = search.get("editar");
  const watched = data?.find((segment) => segment.name === search.get("movimento"));
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => change({ nova: "1" })}>
      {segments.add}
    </Button>
  );
  return (
    <>
      <PageHead title={segments.title} manual="segmentacoes" actions={mayManage && add}>
        {data && sentence(data)}
      </PageHead>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={8} />}
      <Stack gap="md">
        {data?.length === 0 && <EmptyState title={segments.none}>{segments.noneDetail}</EmptyState>}
        {watched && <SegmentMoves name={watched.name} />}
        {data && data.length > 0 && (
          <Panel title={segments.title}>
            <SegmentTable all={data} mayManage={mayManage} />
          </Panel>
        )}
      </Stack>
      {mayManage && data && (edited !== null || search.has("nova")) && (
        <SegmentEditor
          key={edited ?? ""}
          segment={data.find((segment) => segment.name === edited) ?? null}
          all={data}
          onClose={() => change({ editar: null, nova: null })}
        />
      )}
    </>
  );
}

function sentence(all: Segment[]): string {
  const largest = all.toSorted((one, other) => (other.count ?? 0) - (one.count ?? 0))[0];
  return largest ? segments.state(all.length, largest.name, largest.count ?? 0) : segments.none;
}

function SegmentTable({ all, mayManage }: { all: Segment[]; mayManage: boolean }) {
  const address = useAddress();
  const portfolio = (segment: Segment) => address("/carteira", { segment: segment.name });
  const columns = [
    {
      label: segments.name,
      main: true,
      cell: (segment: Segment) => <Link to={portfolio(segment)}>{segment.name}</Link>,
    },
    { label: segments.predicate, grows: true, cell: (segment: Segment) => <Code>{segment.predicate}</Code> },
    {
      label: segments.customers,
      right: true,
      cell: (segment: Segment) =>
        segment.count === null ? (
          <span title={segments.uncounted}>{text.none}</span>
        ) : (
          <Link className="number" to={portfolio(segment)}>
            {count(segment.count)}
          </Link>
        ),
    },
    {
      label: segments.actions,
      right: true,
      cell: (segment: Segment) => <Actions segment={segment} mayManage={mayManage} />,
    },
  ];
  return <RecordTable label={segments.title} columns={columns} rows={all} keyOf={(segment) => segment.name} />;
}

function Actions({ segment, mayManage }: { segment: Segment; mayManage: boolean }) {
  const { change } = useView();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["segments"] });
  const remove = useMutation({
    mutationFn: () => removeSegment(segment.name),
    onSuccess: async () => {
      await refresh();
      notifyUndoable(segments.removed(segment.name), async () => {
        await saveSegment(segment.name, segment.predicate);
        await refresh();
      });
    },
    onError: notifyProblem,
  });
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Action
        label={`${segments.moves}: ${segment.name}`}
        icon={<IconArrowsExchange size={16} />}
        onClick={() => change({ movimento: segment.name })}
      />
      {mayManage && (
        <Action
          label={segments.edit(segment.name)}
          icon={<IconPencil size={16} />}
          onClick={() => change({ editar: segment.name })}
        />
      )}
      {mayManage && !segment.starter && (
        <Action label={segments.remove(segment.name)} icon={<IconTrash size={16} />} onClick={() => remove.mutate()} />
      )}
    </Group>
  );
}

interface ActionProps {
  label: string;
  icon: React.ReactNode;
  onClick: () => void;
}

function Action({ label, icon, onClick }: ActionProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}

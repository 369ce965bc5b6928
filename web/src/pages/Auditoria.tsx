import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type AuditEntry, type AuditFilter, auditActionsQuery, auditQuery } from "@/api/audit";
import { usersQuery } from "@/api/users";
import { AuditDetail } from "@/parts/audit/AuditDetail";
import { Verification, VerifyButton } from "@/parts/audit/Verification";
import { useView } from "@/parts/useView";
import { audit as words } from "@/text/audit";
import { text } from "@/text/pt-BR";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { moment } from "@/ui/format";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { Waiting } from "@/ui/Waiting";

/** Who changed and took away what, in a chain that shows where it was tampered with. */
export function Auditoria() {
  return (
    <>
      <PageHead title={words.title} manual="auditoria" actions={<VerifyButton />}>
        {words.state}
      </PageHead>
      <Stack gap="md">
        <Verification />
        <Filters />
        <Panel title={words.entries}>
          <Entries />
        </Panel>
      </Stack>
    </>
  );
}

/** The filter that the address says. */
function filterOf(search: URLSearchParams): AuditFilter {
  const user = Number(search.get("pessoa"));
  const action = search.get("acao");
  return { ...(Number.isInteger(user) && user > 0 && { user }), ...(action && { action }) };
}

function Filters() {
  const { search, change } = useView();
  const { data: people = [] } = useQuery(usersQuery);
  const { data: actions = [] } = useQuery(auditActionsQuery);
  const users = people.map((user) => ({ value: String(user.id), label: user.name }));
  const kinds = actions.map(({ action, label }) => ({ value: action, label }));
  return (
    <Group gap="sm">
      <NativeSelect
        size="xs"
        label={words.who}
        data={[{ value: "", label: words.everyone }, ...users]}
        value={search.get("pessoa") ?? ""}
        onChange={(event) => change({ pessoa: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label={words.what}
        data={[{ value: "", label: words.everything }, ...kinds]}
        value={search.get("acao") ?? ""}
        onChange={(event) => change({ acao: event.currentTarget.value })}
      />
    </Group>
  );
}

const COLUMNS: RecordColumn<AuditEntry>[] = [
  { label: words.number, right: true, cell: (entry) => <span className="number">{entry.number}</span> },
  {
    label: words.when,
    cell: (entry) => (
      <time className="number" dateTime={entry.at}>
        {moment(entry.at)}
      </time>
    ),
  },
  { label: words.who, cell: (entry) => entry.by },
  { label: words.what, main: true, cell: (entry) => entry.label },
  { label: words.subject, grows: true, cell: (entry) => entry.subject },
  { label: words.detail, right: true, cell: (entry) => <AuditDetail entry={entry} /> },
];

function Entries() {
  const { search } = useView();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditQuery(filterOf(search)),
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting lines={10} />;
  const all = data.pages.flatMap((page) => page.items);
  if (all.length === 0) return <EmptyState title={words.none} />;
  return (
    <>
      <RecordTable label={words.title} columns={COLUMNS} rows={all} keyOf={(entry) => entry.number} />
      {hasNextPage && (
        <Button variant="subtle" mt="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
        </Button>
      )}
    </>
  );
}

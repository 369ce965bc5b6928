import { Button, Drawer, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { recentChangesQuery, undoChange } from "@/api/portfolio";
import type { RecordedChange } from "@/api/types";
import { changes as words } from "@/text/changes";
import { text } from "@/text/pt-BR";
import { DateText } from "@/ui/DateText";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { Waiting } from "@/ui/Waiting";
import { changeWords } from "./changeWords";
import classes from "./RecentChanges.module.css";
import { useRefresh } from "./useChange";

/** Changes of many customers, by anyone, each of which can be taken back. */
export function RecentChanges({ onClose }: { onClose: () => void }) {
  return (
    <Drawer opened onClose={onClose} position="right" size={480} title={words.title}>
      <Text size="sm" c="dimmed" mb="sm">
        {words.detail}
      </Text>
      <Changes />
    </Drawer>
  );
}

function Changes() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(recentChangesQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting lines={8} />;
  const all = data.pages.flatMap((page) => page.items);
  if (all.length === 0) return <EmptyState title={words.none} />;
  return (
    <>
      <ul className={classes.changes}>
        {all.map((change) => (
          <ChangeLine key={change.change} change={change} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="subtle" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
        </Button>
      )}
    </>
  );
}

/** One change: what, of how many, why, who and when. */
function ChangeLine({ change }: { change: RecordedChange }) {
  const refresh = useRefresh();
  const undoing = useMutation({
    mutationFn: () => undoChange(change.change),
    onSuccess: async (undone) => {
      notifyDone(words.done(undone.customers, undone.left_alone));
      await refresh();
    },
    onError: notifyProblem,
  });
  const isUndone = change.undone_by !== null;
  const more = [words.of(change.customers), change.on && words.on(change.on), change.reason].filter(Boolean);
  return (
    <li data-faint={isUndone || undefined}>
      <div className={classes.words}>
        <b>{changeWords(change)}</b>
        <div>{more.join(" · ")}</div>
        <div className={classes.faint}>
          {words.number(change.change)} · {change.by} · <DateText on={change.at} />
          {change.undone_by !== null && ` · ${words.undone(change.undone_by)}`}
        </div>
      </div>
      {!isUndone && (
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          loading={undoing.isPending}
          aria-label={words.undo(change.change)}
          onClick={() => undoing.mutate()}
        >
          {text.undo}
        </Button>
      )}
    </li>
  );
}

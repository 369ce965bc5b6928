import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { noticesQuery, noticesUrl, type NoticeList as Which } from "@/api/imports";
import { imports } from "@/text/imports";
import { text } from "@/text/pt-BR";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { count } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";
import { NoticeTable } from "./NoticeTable";

const words = imports.one;

interface NoticeListProps {
  number: number;
  list: Which;
  total: number;
}

/** Rejects, warnings or ignored records of an import, page by page. */
export function NoticeList({ number, list, total }: NoticeListProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    noticesQuery(number, list),
  );
  const notices = data?.pages.flatMap((page) => page.items) ?? [];
  const download = (
    <a href={noticesUrl(number, list)} download>
      <IconDownload size={13} aria-hidden /> {words.download}
    </a>
  );
  return (
    <Panel title={`${words.lists[list]}: ${count(total)}`} aside={total > 0 && download}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={4} />}
      {data && notices.length === 0 && <EmptyState title={words.empty[list]} />}
      {notices.length > 0 && <NoticeTable label={words.lists[list]} notices={notices} />}
      {hasNextPage && (
        <Button variant="subtle" mt="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
        </Button>
      )}
    </Panel>
  );
}

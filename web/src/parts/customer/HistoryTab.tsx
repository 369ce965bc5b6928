import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { timelineQuery } from "@/api/customers";
import type { Customer } from "@/api/types";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";
import { useView } from "../useView";
import { Attachments } from "./Attachments";
import classes from "./customer.module.css";
import { Notes } from "./Notes";
import { OwnerPeriods } from "./OwnerPeriods";
import { TimelineLine } from "./TimelineLine";

const words = text.customer.history;

/** All that happened with a customer, newest first; notes and attachments beside it. */
export function HistoryTab({ customer }: { customer: Customer }) {
  const key = customer.customer;
  return (
    <div className={classes.history}>
      <Panel title={words.timeline}>
        <Timeline customer={key} />
      </Panel>
      <div className={classes.stack}>
        <Panel title={words.notes}>
          <Notes customer={key} />
        </Panel>
        <Panel title={words.attachments}>
          <Attachments customer={key} />
        </Panel>
        <Panel title={words.owners}>
          <OwnerPeriods customer={customer} />
        </Panel>
      </div>
    </div>
  );
}

function Timeline({ customer }: { customer: string }) {
  const { view } = useView();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(
    timelineQuery(customer, view),
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting lines={8} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <div className={classes.faint}>{words.nothing}</div>;
  return (
    <>
      <ol className={classes.timeline}>
        {items.map((item, place) => (
          <TimelineLine key={`${item.at}/${item.kind}/${place}`} item={item} />
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="subtle" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
        </Button>
      )}
    </>
  );
}

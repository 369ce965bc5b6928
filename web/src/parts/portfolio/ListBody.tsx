import { Button } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { Link } from "react-router";
import { useAddress } from "@/parts/useAddress";
import { useRight, useSession } from "@/parts/useView";
import { text } from "@/text/pt-BR";
import { DataTable, type Selection } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Waiting } from "@/ui/Waiting";
import { CustomerCards } from "./CustomerCards";
import { customerColumns } from "./customerColumns";
import { Lines } from "./MonthsLine";
import classes from "./portfolio.module.css";
import type { CustomerList } from "./useCustomerList";

const words = text.list;

interface ListBodyProps {
  list: CustomerList;
  phone: boolean;
  active: string | null;
  onOpen: (key: string) => void;
  selected: Selection;
  onSelect: (selected: Selection) => void;
}

/** The customers: a table, or cards on a phone. */
export function ListBody({ list, phone, active, onOpen, selected, onSelect }: ListBodyProps) {
  const { today } = useSession();
  const assigns = useRight("assign_owners");
  const edits = useRight("edit_customers");
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list.pages;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const columns = useMemo(
    () => customerColumns(list.columns, { totals: list.totals, count: list.count, today }),
    [list.columns, list.totals, list.count, today],
  );
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.pages.refetch()} />;
  if (list.isPending) return <Waiting lines={12} height={30} />;
  if (list.rows.length === 0) return <NobodyFits />;
  if (phone) return <CustomerCards rows={list.rows} onEnd={more} />;
  return (
    <Lines value={list.lines}>
      <div className={classes.table}>
        <DataTable
          label={words.label}
          columns={columns}
          rows={list.rows}
          keyOf={keyOf}
          count={list.count}
          sort={list.sort}
          onSort={list.setSort}
          selectable={assigns || edits}
          selected={selected}
          onSelect={onSelect}
          active={active}
          onOpen={onOpen}
          onEnd={more}
          waiting={isFetchingNextPage}
        />
      </div>
    </Lines>
  );
}

const keyOf = (row: { customer: string }) => row.customer;

function NobodyFits() {
  const address = useAddress();
  const clear = (
    <Button component={Link} to={address("/carteira")} variant="default">
      {words.clear}
    </Button>
  );
  return (
    <EmptyState title={words.nothing} action={clear}>
      {words.nothingDetail}
    </EmptyState>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { makeChange, undoChange } from "@/api/portfolio";
import type { Change } from "@/api/types";
import { notifyUndoable } from "@/ui/notifyUndoable";

const SHOWN_IN = ["customers", "customer", "owners", "tags", "segments", "overview", "changes"];

/** Which customers a bulk action is about: some keys, or all that a condition holds. */
export interface Chosen {
  customers: string[] | null;
  where: string;
  count: number;
}

/** The part of a change that says which customers it is about. */
export function whom(chosen: Chosen): Pick<Change, "customers" | "where"> {
  if (chosen.customers) return { customers: chosen.customers };
  return { customers: null, ...(chosen.where && { where: chosen.where }) };
}

/** Asks anew for what a change of many customers shows in. */
export function useRefresh() {
  const client = useQueryClient();
  return () => Promise.all(SHOWN_IN.map((name) => client.invalidateQueries({ queryKey: [name] })));
}

/** Makes changes of many customers; what was done can be taken back from where it is said. */
export function useChange(onDone: () => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({ changes, said }: { changes: Change[]; said: (customers: number) => string }) => {
      const done = [];
      for (const change of changes) done.push(await makeChange(change));
      return { done, said };
    },
    onSuccess: async ({ done, said }) => {
      const customers = Math.max(0, ...done.map((each) => each.customers));
      notifyUndoable(said(customers), async () => {
        for (const each of done.toReversed()) await undoChange(each.change);
        await refresh();
      });
      onDone();
      await refresh();
    },
  });
}

import { useSuspenseQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { sessionQuery } from "@/api/session";
import type { Level, Right, Session } from "@/api/types";
import { type Changes, changedSearch, viewOf } from "./search";

/** Who is signed in. Only inside the frame, which lets nobody else in. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new Error("no one is signed in");
  return data;
}

/** Whether the person may do something. */
export function useRight(right: Right): boolean {
  return useSession().rights.includes(right);
}

/** Whether the person may do something that is of the whole company: only who sees all of it may. */
export function useCompanyRight(right: Right): boolean {
  const session = useSession();
  return session.sees_everyone && session.rights.includes(right);
}

/** The date and level that the address says the portfolio is looked at, and how to change the address. */
export function useView() {
  const session = useSession();
  const [search, setSearch] = useSearchParams();
  const view = useMemo(() => viewOf(search), [search]);
  const change = useCallback(
    (changes: Changes, options: { replace?: boolean } = {}) =>
      setSearch((before) => changedSearch(before, changes), { replace: options.replace ?? false }),
    [setSearch],
  );
  return {
    /** As the API takes it: what the address leaves out stays out. */
    view,
    asOf: view.as_of ?? session.as_of,
    level: view.level ?? ("root" as Level),
    search,
    change,
  };
}

import { useCallback } from "react";
import { useView } from "../useView";

const PARAMETER = "porque";

/** The customer and the metric; a customer's key may have colons of its own. */
export function askedWhy(written: string | null): { customer: string; metric: string } | null {
  const [, customer, metric] = /^(.+):([a-z0-9_]+)$/.exec(written ?? "") ?? [];
  return customer && metric ? { customer, metric } : null;
}

/** Which number is being explained is part of the address: `?porque=11222333:revenue_12m_cents`. */
export function useWhy() {
  const { search, change } = useView();
  const asked = askedWhy(search.get(PARAMETER));
  const open = useCallback((key: string, name: string) => change({ [PARAMETER]: `${key}:${name}` }), [change]);
  const close = useCallback(() => change({ [PARAMETER]: null }), [change]);
  return { asked, open, close };
}

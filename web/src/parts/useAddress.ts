import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { addressOf, type Changes } from "./search";

/** Writes addresses of other pages that keep the date and the level of this one. */
export function useAddress() {
  const [search] = useSearchParams();
  return useCallback((path: string, changes?: Changes) => addressOf(path, search, changes), [search]);
}

import { useSyncExternalStore } from "react";
import { type Lot, lots } from "./lots";

/** What is on its way in, from this browser. */
export function useLots(): readonly Lot[] {
  return useSyncExternalStore(lots.subscribe, lots.snapshot);
}

import { useWindowEvent } from "@mantine/hooks";
import { type Lot, lots } from "./lots";

/** Asks before the browser is closed while files are still being sent: what runs on the server needs no one. */
export function useLeaving(own: readonly Lot[]) {
  const isSending = own.some((lot) => lot.job === null && lot.problem === null && lots.hasFiles(lot.key));
  useWindowEvent("beforeunload", (event) => {
    if (isSending) event.preventDefault();
  });
}

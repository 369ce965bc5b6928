import { useWindowEvent } from "@mantine/hooks";
import { useState } from "react";
import { flushSync } from "react-dom";

/** Whether the page is being printed: what is drawn only in sight is then drawn whole. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  // The paper is laid out as soon as this event is over.
  useWindowEvent("beforeprint", () => flushSync(() => setPrinting(true)));
  useWindowEvent("afterprint", () => setPrinting(false));
  return printing;
}

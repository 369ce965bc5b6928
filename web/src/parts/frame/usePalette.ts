import { useRef, useState } from "react";

/** Whether the palette is open and what is written in it; null while it is closed. */
export function usePalette() {
  const [words, setWords] = useState<string | null>(null);
  const before = useRef<Element | null>(null);
  return {
    words,
    write: setWords,
    open: () => {
      if (words !== null) return;
      before.current = document.activeElement;
      setWords("");
    },
    close: () => {
      setWords(null);
      // The keyboard goes on from where it was.
      const last = before.current;
      window.setTimeout(() => last instanceof HTMLElement && last.isConnected && last.focus({ preventScroll: true }));
    },
  };
}

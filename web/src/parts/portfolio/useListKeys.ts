import { useHotkeys } from "@mantine/hooks";

interface ListKeys {
  /** The keys of the rows that are loaded, in order. */
  keys: string[];
  active: string | null;
  onActivate: (key: string) => void;
  onOpen: (key: string) => void;
  onToggle: (key: string) => void;
  onClose: () => void;
}

/** j and k move, Enter opens, x selects, Esc closes. Says also how to move by a click. */
export function useListKeys({ keys, active, onActivate, onOpen, onToggle, onClose }: ListKeys) {
  const place = active === null ? -1 : keys.indexOf(active);
  const move = (by: number) => {
    const next = keys[Math.min(keys.length - 1, Math.max(0, place + by))];
    if (next !== undefined) onActivate(next);
  };
  const onActive = (then: (key: string) => void) => () => {
    if (active !== null) then(active);
  };
  useHotkeys([
    ["j", () => move(1)],
    ["k", () => move(-1)],
    ["Enter", onActive(onOpen), { preventDefault: false }],
    ["x", onActive(onToggle)],
    ["Escape", onClose],
  ]);
  return { place, move };
}

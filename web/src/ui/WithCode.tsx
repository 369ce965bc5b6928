import { Code } from "@mantine/core";

/** A text in which what stands between `backticks` is code. */
export function WithCode({ children }: { children: string }) {
  const parts = children.split("`");
  // Parts repeat and never move: their place is what they are known by.
  return parts.map((part, place) => (place % 2 === 1 ? <Code key={`${place}${part}`}>{part}</Code> : part));
}

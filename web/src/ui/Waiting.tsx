import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import { text } from "@/text/pt-BR";

const LINES = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];

/** The shape of what is coming. */
export function Waiting({ lines = 4, height = 18 }: { lines?: number; height?: number }) {
  return (
    <Stack gap={10} role="status">
      <VisuallyHidden>{text.loading}</VisuallyHidden>
      {LINES.slice(0, lines).map((line, place) => (
        <Skeleton key={line} height={height} width={place === 0 ? "45%" : "100%"} radius="sm" />
      ))}
    </Stack>
  );
}

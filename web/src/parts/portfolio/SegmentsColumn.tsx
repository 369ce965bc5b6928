import { ActionIcon } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconChevronsRight } from "@tabler/icons-react";
import { text } from "@/text/pt-BR";
import classes from "./portfolio.module.css";
import { SegmentsPanel } from "./SegmentsPanel";

/** The segments beside the list; put away, they leave their width to it. */
export function SegmentsColumn({ chosen }: { chosen: string | null }) {
  const [folded, setFolded] = useLocalStorage({ key: "carteira-segments-folded", defaultValue: false });
  if (!folded) return <SegmentsPanel chosen={chosen} onFold={() => setFolded(true)} />;
  return (
    <ActionIcon
      className={classes.unfold ?? ""}
      variant="default"
      onClick={() => setFolded(false)}
      aria-label={text.segments.unfold}
      title={text.segments.unfold}
    >
      <IconChevronsRight size={15} aria-hidden />
    </ActionIcon>
  );
}

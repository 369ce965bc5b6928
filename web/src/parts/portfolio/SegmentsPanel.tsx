import { ActionIcon } from "@mantine/core";
import { IconChevronsLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { segmentsQuery } from "@/api/portfolio";
import { useAddress } from "@/parts/useAddress";
import { useView } from "@/parts/useView";
import { sections } from "@/sections";
import { text } from "@/text/pt-BR";
import { count } from "@/ui/format";
import classes from "./portfolio.module.css";

const words = text.segments;

interface SegmentsPanelProps {
  chosen: string | null;
  onChoose?: () => void;
  /** Puts the panel away, for wider lists. */
  onFold?: () => void;
}

/** The segments that are kept, with how many customers each has. */
export function SegmentsPanel({ chosen, onChoose, onFold }: SegmentsPanelProps) {
  const { view } = useView();
  const { data } = useQuery(segmentsQuery(view));
  const address = useAddress();
  return (
    <nav className={classes.segments} aria-label={words.title}>
      <div className={classes.segmentsTitle}>
        {words.title}
        {onFold && (
          <ActionIcon variant="subtle" color="gray" size="xs" onClick={onFold} aria-label={words.fold}>
            <IconChevronsLeft size={14} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <Link
        className={classes.segment}
        onClick={onChoose}
        to={address("/carteira")}
        aria-current={chosen === null ? "true" : undefined}
      >
        <span>{words.all}</span>
      </Link>
      {(data ?? []).map((segment) => (
        <Link
          key={segment.name}
          className={classes.segment}
          onClick={onChoose}
          to={address("/carteira", { segment: segment.name })}
          aria-current={chosen === segment.name ? "true" : undefined}
          title={segment.predicate}
        >
          <span>{segment.name}</span>
          {segment.count !== null && <span className="number">{count(segment.count)}</span>}
        </Link>
      ))}
      {sections.some((section) => section.page === "Segmentacoes") && (
        <Link className={classes.manage} to={address("/segmentacoes")}>
          {words.manage}
        </Link>
      )}
    </nav>
  );
}

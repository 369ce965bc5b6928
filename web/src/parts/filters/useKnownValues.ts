import { useQuery } from "@tanstack/react-query";
import { ownersQuery, tagsQuery } from "@/api/portfolio";
import type { Metric } from "@/api/types";
import { UF_TILES } from "../overview/ufTiles";
import { TAGS } from "./condition";

const UFS = UF_TILES.map(([uf]) => uf).toSorted();

/** Values of a text that are known without asking for all of them. */
export function useKnownValues(metric: Metric): string[] {
  const { data: owners } = useQuery({ ...ownersQuery, enabled: metric.name === "owner" || metric.name === "team" });
  const { data: tags } = useQuery({ ...tagsQuery, enabled: metric.name === TAGS });
  switch (metric.name) {
    case "uf":
      return UFS;
    case "owner":
      return (owners ?? []).flatMap((each) => each.owner ?? []);
    case "team":
      return [...new Set((owners ?? []).flatMap((each) => each.team ?? []))];
    case TAGS:
      return (tags ?? []).map((each) => each.tag);
    default:
      return [];
  }
}

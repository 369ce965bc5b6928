import { Tooltip } from "@mantine/core";
import type { Metric } from "@/api/types";

/** An indicator's name; on hover, how it is computed. */
export function MetricLabel({ metric }: { metric: Metric }) {
  return (
    <Tooltip label={metric.formula} openDelay={500}>
      <span>{metric.label}</span>
    </Tooltip>
  );
}

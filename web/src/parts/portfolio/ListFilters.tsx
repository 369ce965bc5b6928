import { useRight } from "@/parts/useView";
import { FilterBar } from "../filters/FilterBar";
import { SaveSegment } from "./SaveSegment";
import type { CustomerList } from "./useCustomerList";

/** What the list is narrowed to, and how to keep it. */
export function ListFilters({ list }: { list: CustomerList }) {
  const saves = useRight("manage_segments");
  return (
    <FilterBar
      metrics={list.metrics}
      level={list.level}
      where={list.where}
      onWhere={list.setWhere}
      segment={list.segment}
      onSegment={list.setSegment}
      onExpand={list.expandSegment}
    >
      {saves && list.where !== "" && !list.error && (
        <SaveSegment predicate={list.predicate} onSaved={list.setSegmentAlone} />
      )}
    </FilterBar>
  );
}

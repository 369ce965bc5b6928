import { Button } from "@mantine/core";
import { IconTags, IconUserShare } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { text } from "@/text/pt-BR";
import type { Selection } from "@/ui/DataTable";
import { useRight } from "../useView";
import classes from "./portfolio.module.css";
import type { Chosen } from "./useChange";
import type { CustomerList } from "./useCustomerList";

const OwnerModal = lazy(async () => ({ default: (await import("./OwnerModal")).OwnerModal }));
const TagsModal = lazy(async () => ({ default: (await import("./TagsModal")).TagsModal }));

const words = text.bulk;

interface BulkBarProps {
  list: CustomerList;
  selected: Selection;
  /** Whether all that the list holds are meant, loaded or not. */
  everyone: boolean;
  onEveryone: () => void;
  onClear: () => void;
}

/** What can be done with the customers that are selected. */
export function BulkBar({ list, selected, everyone, onEveryone, onClear }: BulkBarProps) {
  const [doing, setDoing] = useState<"owner" | "tags" | null>(null);
  const assigns = useRight("assign_owners");
  const edits = useRight("edit_customers");
  const keys = Object.keys(selected);
  if (keys.length === 0) return null;
  const number = everyone ? list.count : keys.length;
  const chosen: Chosen = { customers: everyone ? null : keys, where: list.predicate, count: number };
  const modal = { chosen, level: list.level, onClose: () => setDoing(null), onDone: onClear };
  return (
    <section className={`${classes.bulk} no-print`} aria-label={words.selected(number)}>
      <b className="number">{everyone ? words.allSelected(number) : words.selected(number)}</b>
      {!everyone && list.count > keys.length && (
        <Button size="compact-sm" variant="subtle" onClick={onEveryone}>
          {words.all(list.count)}
        </Button>
      )}
      <span className={classes.bulkSpace} />
      {assigns && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconUserShare size={15} aria-hidden />}
          onClick={() => setDoing("owner")}
        >
          {words.owner}
        </Button>
      )}
      {edits && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTags size={15} aria-hidden />}
          onClick={() => setDoing("tags")}
        >
          {words.tags}
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={onClear}>
        {words.clear}
      </Button>
      <Suspense fallback={null}>
        {doing === "owner" && <OwnerModal {...modal} />}
        {doing === "tags" && <TagsModal {...modal} />}
      </Suspense>
    </section>
  );
}

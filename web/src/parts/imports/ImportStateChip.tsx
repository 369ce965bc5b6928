import { IconArrowBackUp, IconCircleCheck, IconLoader, IconPlugConnectedX, type TablerIcon } from "@tabler/icons-react";
import type { Import, ImportState } from "@/api/imports";
import { imports } from "@/text/imports";
import { WordChip } from "@/ui/WordChip";

const words = imports.history;

const ICONS: Record<ImportState, TablerIcon> = {
  writing: IconLoader,
  live: IconCircleCheck,
  undone: IconArrowBackUp,
  dead: IconPlugConnectedX,
};

/** What has become of an import. */
export function ImportStateChip({ of }: { of: Import }) {
  const explained = of.undone_at ? words.undoneAt(of.undone_at) : words.statesExplained[of.state];
  return (
    <WordChip icon={ICONS[of.state]} tone={of.state === "live" ? "good" : "plain"} title={explained}>
      {words.states[of.state]}
    </WordChip>
  );
}

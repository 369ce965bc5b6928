import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { changes as words } from "@/text/changes";
import { useCompanyRight } from "../useView";

const RecentChanges = lazy(async () => ({ default: (await import("./RecentChanges")).RecentChanges }));

/** Opens the latest changes of many customers, for whoever may take back those of others. */
export function RecentChangesButton() {
  const seesChanges = useCompanyRight("assign_owners");
  const [opened, setOpened] = useState(false);
  if (!seesChanges) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconHistory size={16} aria-hidden />} onClick={() => setOpened(true)}>
        {words.title}
      </Button>
      <Suspense fallback={null}>{opened && <RecentChanges onClose={() => setOpened(false)} />}</Suspense>
    </>
  );
}

import { Button, Popover, Skeleton, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { text } from "@/text/pt-BR";
import { date } from "@/ui/format";
import { useSession, useView } from "../useView";

const AsOfCalendar = lazy(async () => ({ default: (await import("./AsOfCalendar")).AsOfCalendar }));

/** The day the portfolio is seen at: the data's own last day, or one in the past. */
export function AsOfPicker() {
  const session = useSession();
  const { asOf, change } = useView();
  const [opened, { toggle, close }] = useDisclosure(false);
  const past = asOf !== session.as_of;
  const choose = (chosen: string | null) => {
    change({ as_of: chosen === session.as_of ? null : chosen });
    close();
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant={past ? "light" : "subtle"}
          color={past ? "yellow" : "gray"}
          c={past ? "var(--attention)" : "var(--ink-soft)"}
          size="compact-md"
          fw={500}
          leftSection={<IconCalendar size={15} aria-hidden />}
          onClick={toggle}
          aria-label={`${text.frame.asOf} ${date(asOf)}`}
        >
          {date(asOf)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Suspense fallback={<Skeleton w={250} h={280} />}>
            <AsOfCalendar asOf={asOf} last={session.today} onChoose={choose} />
          </Suspense>
          {past && (
            <Button variant="light" size="xs" onClick={() => choose(null)}>
              {text.frame.asOfToday}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

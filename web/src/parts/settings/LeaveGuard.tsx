import { Button, Group, Modal, Text } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { useBlocker } from "react-router";
import { settings as words } from "@/text/settings";

/** Asks before a page is left with changes that are not saved: for another page, or altogether. */
export function LeaveGuard({ changed }: { changed: number }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => changed > 0 && currentLocation.pathname !== nextLocation.pathname,
  );
  useWindowEvent("beforeunload", (event) => {
    if (changed > 0) event.preventDefault();
  });
  if (blocker.state !== "blocked") return null;
  return (
    <Modal opened onClose={blocker.reset} title={words.leaveTitle} size="sm">
      <Text size="sm">{words.leaveDetail(changed)}</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={blocker.proceed}>
          {words.leave}
        </Button>
        <Button onClick={blocker.reset} data-autofocus>
          {words.stay}
        </Button>
      </Group>
    </Modal>
  );
}

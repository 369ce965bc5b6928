import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { text } from "@/text/pt-BR";
import { notifyDone, notifyProblem } from "./notify";

/** Says what was done, and takes it back at one click. */
export function notifyUndoable(message: string, undo: () => Promise<unknown>) {
  const id = `undoable-${Date.now()}`;
  const takeBack = () => {
    notifications.hide(id);
    undo().then(() => notifyDone(text.undone), notifyProblem);
  };
  notifications.show({
    id,
    color: "petrol",
    autoClose: 12_000,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button size="compact-sm" variant="light" flex="none" onClick={takeBack}>
          {text.undo}
        </Button>
      </Group>
    ),
  });
}

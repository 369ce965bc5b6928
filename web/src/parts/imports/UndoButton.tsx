import { Button, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Import, undoImport } from "@/api/imports";
import { useRight } from "@/parts/useView";
import { imports } from "@/text/imports";
import { text } from "@/text/pt-BR";
import { notifyDone, notifyProblem } from "@/ui/notify";

const words = imports.undo;

interface UndoButtonProps {
  of: Import;
  /** Only the verb, where the row says of what. */
  short?: boolean;
}

/** Undoes an import, after saying what that does. */
export function UndoButton({ of, short = false }: UndoButtonProps) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const mayImport = useRight("import");
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => undoImport(of.import),
    onSuccess: async (undone) => {
      close();
      notifyDone(words.done(of.import, undone.documents, undone.restored, undone.kept));
      await client.invalidateQueries();
    },
    onError: notifyProblem,
  });
  if (of.state !== "live" || !mayImport) return null;
  return (
    <>
      <Button
        variant="default"
        size={short ? "compact-sm" : "sm"}
        leftSection={<IconArrowBackUp size={15} aria-hidden />}
        aria-label={short ? `${words.action} ${of.import}` : undefined}
        onClick={open}
      >
        {short ? words.short : words.action}
      </Button>
      <Modal opened={isAsking} onClose={close} title={words.title(of.import)}>
        <Stack gap="sm">
          <Text size="sm">{words.effect(of.report?.accepted ?? 0)}</Text>
          <Text size="sm" c="dimmed">
            {words.again}
          </Text>
          <Button.Group>
            <Button loading={undo.isPending} onClick={() => undo.mutate()} data-autofocus>
              {words.action}
            </Button>
            <Button variant="default" onClick={close}>
              {text.cancel}
            </Button>
          </Button.Group>
        </Stack>
      </Modal>
    </>
  );
}

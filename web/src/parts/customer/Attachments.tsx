import { ActionIcon, Button, FileButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconPaperclip, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addAttachment, attachmentsQuery, attachmentUrl, removeAttachment } from "@/api/customers";
import type { Attachment } from "@/api/types";
import { text } from "@/text/pt-BR";
import { DateText } from "@/ui/DateText";
import { bytes } from "@/ui/format";
import { notifyProblem } from "@/ui/notify";
import { useRight } from "../useView";
import classes from "./customer.module.css";

const words = text.customer.history;

/** Files kept with a customer. */
export function Attachments({ customer }: { customer: string }) {
  const edits = useRight("edit_customers");
  const { data } = useQuery(attachmentsQuery(customer));
  const [leaving, setLeaving] = useState<Attachment | null>(null);
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["customer", customer] });
  const adding = useMutation({
    mutationFn: (file: File) => addAttachment(customer, file),
    onSuccess: refresh,
    onError: notifyProblem,
  });
  const removing = useMutation({
    mutationFn: removeAttachment,
    onSuccess: async () => {
      setLeaving(null);
      await refresh();
    },
    onError: notifyProblem,
  });
  return (
    <div className={classes.notes}>
      {data?.length === 0 && <div className={classes.faint}>{words.noAttachments}</div>}
      {data?.map((attachment) => (
        <div key={attachment.id} className={classes.editable}>
          <div className={classes.noteWords}>
            <a href={attachmentUrl(attachment)} download={attachment.name}>
              {attachment.name}
            </a>
            <div className={classes.faint}>
              {bytes(attachment.bytes)} · {attachment.by} · <DateText on={attachment.created_at} />
            </div>
          </div>
          {edits && (
            <span className={classes.actions}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                onClick={() => setLeaving(attachment)}
                aria-label={words.removeAttachment(attachment.name)}
              >
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            </span>
          )}
        </div>
      ))}
      {edits && (
        <FileButton onChange={(file) => file && adding.mutate(file)}>
          {(button) => (
            <Button
              {...button}
              size="xs"
              variant="default"
              loading={adding.isPending}
              leftSection={<IconPaperclip size={15} aria-hidden />}
            >
              {words.attach}
            </Button>
          )}
        </FileButton>
      )}
      {/* A file cannot be brought back: the only removal here that asks before. */}
      <Modal opened={leaving !== null} onClose={() => setLeaving(null)} title={text.remove}>
        {leaving && (
          <Stack>
            <Text size="sm">{words.attachmentRemoved(leaving.name)}</Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setLeaving(null)}>
                {text.cancel}
              </Button>
              <Button color="red" loading={removing.isPending} onClick={() => removing.mutate(leaving)}>
                {text.remove}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </div>
  );
}

import { Button, Group, Modal, Stack, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { tagsQuery } from "@/api/portfolio";
import type { Change, Level } from "@/api/types";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { type Chosen, useChange, whom } from "./useChange";

const words = text.bulk;

interface TagsModalProps {
  chosen: Chosen;
  level: Level;
  onClose: () => void;
  onDone: () => void;
}

/** Puts tags on customers and takes others off. */
export function TagsModal({ chosen, level, onClose, onDone }: TagsModalProps) {
  const { data } = useQuery(tagsQuery);
  const known = (data ?? []).map((each) => each.tag);
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const [reason, setReason] = useState("");
  const change = useChange(() => {
    onDone();
    onClose();
  });
  const of = (what: Change["what"], tags: string[]): Change[] =>
    tags.map((tag) => ({
      what,
      ...whom(chosen),
      level,
      value: tag.trim(),
      ...(reason.trim() && { reason: reason.trim() }),
    }));
  const apply = () =>
    change.mutate({ changes: [...of("add_tags", added), ...of("remove_tags", removed)], said: words.tagged });
  return (
    <Modal opened onClose={onClose} title={words.tagsTitle(chosen.count)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <Stack gap="sm">
          {change.error && <ErrorState error={change.error} />}
          <TagsInput
            label={words.addTags}
            description={words.tagHint}
            data={known}
            value={added}
            onChange={setAdded}
            splitChars={[",", ";"]}
            acceptValueOnBlur
            data-autofocus
          />
          <TagsInput
            label={words.removeTags}
            data={known}
            value={removed}
            onChange={setRemoved}
            splitChars={[",", ";"]}
            acceptValueOnBlur
          />
          <TextInput label={words.reason} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.cancel}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={added.length + removed.length === 0}>
              {words.applyTags}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBookmarkPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { saveSegment, segmentsQuery } from "@/api/portfolio";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { notifyDone } from "@/ui/notify";
import { NameTaken, segmentNamed } from "../segments/NameTaken";
import { useView } from "../useView";

const words = text.filters;

interface SaveSegmentProps {
  predicate: string;
  onSaved: (name: string) => void;
}

/** Keeps the filters under a name. */
export function SaveSegment({ predicate, onSaved }: SaveSegmentProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const [name, setName] = useState("");
  /** The name whose segment is to be replaced. */
  const [replaced, setReplaced] = useState<string | null>(null);
  const { view } = useView();
  const segments = useQuery(segmentsQuery(view));
  const taken = segmentNamed(name, segments.data ?? []);
  const isAsking = segments.isPending || (taken !== undefined && replaced !== taken.name);
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: () => saveSegment(name.trim(), predicate),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["segments"] });
      notifyDone(words.segmentSaved(name.trim()));
      setReplaced(null);
      close();
      onSaved(name.trim());
    },
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        className="no-print"
        leftSection={<IconBookmarkPlus size={15} aria-hidden />}
        onClick={open}
      >
        {words.saveSegment}
      </Button>
      <Modal opened={opened} onClose={close} title={words.saveSegment}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() && !isAsking) saving.mutate();
          }}
        >
          <Stack gap="sm">
            {saving.error && <ErrorState error={saving.error} />}
            <TextInput
              label={words.segmentName}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            {taken && (
              <NameTaken
                segment={taken}
                replaces={!isAsking}
                onReplace={(replaces) => setReplaced(replaces ? taken.name : null)}
              />
            )}
            <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: "anywhere" }}>
              {predicate}
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {text.cancel}
              </Button>
              <Button type="submit" loading={saving.isPending} disabled={!name.trim() || isAsking}>
                {text.save}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

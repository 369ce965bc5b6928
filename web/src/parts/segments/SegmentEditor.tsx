import { Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { metricsQuery, saveSegment } from "@/api/portfolio";
import type { Segment } from "@/api/types";
import { PredicateInput } from "@/parts/predicate/PredicateInput";
import { useView } from "@/parts/useView";
import { segments } from "@/text/segments";
import { FormEnd } from "@/ui/FormEnd";
import { notifyDone } from "@/ui/notify";
import { NameTaken, segmentNamed } from "./NameTaken";

const words = segments.editor;

interface SegmentEditorProps {
  /** What is edited; nothing for a new one. */
  segment: Segment | null;
  /** Those whose names are taken. */
  all: readonly Segment[];
  onClose: () => void;
}

/** A segment's name and predicate. */
export function SegmentEditor({ segment, all, onClose }: SegmentEditorProps) {
  const { level } = useView();
  const client = useQueryClient();
  const input = useRef<HTMLTextAreaElement>(null);
  const [name, setName] = useState(segment?.name ?? "");
  const [predicate, setPredicate] = useState(segment?.predicate ?? "");
  /** The name whose segment is to be replaced. */
  const [replaced, setReplaced] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: () => saveSegment(name.trim(), predicate.trim()),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ["segments"] });
      notifyDone(words.saved(saved.name));
      onClose();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isAsking) save.mutate();
  }

  function insert(metric: string) {
    const at = input.current?.selectionStart ?? predicate.length;
    setPredicate(`${predicate.slice(0, at)}${metric}${predicate.slice(at)}`);
    input.current?.focus();
  }

  const taken = segment === null ? segmentNamed(name, all) : undefined;
  const isAsking = taken !== undefined && replaced !== taken.name;
  return (
    <Modal opened onClose={onClose} size="lg" title={segment ? words.editTitle(segment.name) : words.newTitle}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={segments.name}
            description={words.nameHint}
            value={name}
            maxLength={80}
            required
            readOnly={segment !== null}
            data-autofocus={segment === null || undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {taken && (
            <NameTaken
              segment={taken}
              replaces={!isAsking}
              onReplace={(replaces) => setReplaced(replaces ? taken.name : null)}
            />
          )}
          {segment?.starter && (
            <Text size="sm" c="dimmed">
              {words.replacesStarter}
            </Text>
          )}
          <PredicateInput value={predicate} onChange={setPredicate} level={level} inputRef={input} />
          <MetricPicker onPick={insert} />
          <FormEnd
            error={save.error}
            saving={save.isPending}
            incomplete={name.trim() === "" || predicate.trim() === "" || isAsking}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}

/** Finds an indicator by its label or its name. */
function MetricPicker({ onPick }: { onPick: (metric: string) => void }) {
  const { data: metrics = [] } = useQuery(metricsQuery);
  const choices = metrics.map((metric) => ({ value: metric.name, label: `${metric.label} (${metric.name})` }));
  return (
    <Select
      label={words.insert}
      placeholder={words.insertHint}
      data={choices}
      value={null}
      searchable
      limit={60}
      comboboxProps={{ withinPortal: true }}
      onChange={(metric) => metric && onPick(metric)}
    />
  );
}

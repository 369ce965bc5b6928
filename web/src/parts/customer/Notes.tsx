import { ActionIcon, Button, Group, Textarea } from "@mantine/core";
import { getHotkeyHandler } from "@mantine/hooks";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addNote, changeNote, notesQuery, removeNote } from "@/api/customers";
import type { Note } from "@/api/types";
import { text } from "@/text/pt-BR";
import { DateText } from "@/ui/DateText";
import { notifyProblem } from "@/ui/notify";
import { notifyUndoable } from "@/ui/notifyUndoable";
import { useRight } from "../useView";
import classes from "./customer.module.css";

const words = text.customer.history;

/** What people wrote about a customer. */
export function Notes({ customer }: { customer: string }) {
  const edits = useRight("edit_customers");
  const { data } = useQuery(notesQuery(customer));
  const [editing, setEditing] = useState<number | null>(null);
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["customer", customer] });
  const saving = useMutation({
    mutationFn: ({ note, written }: { note: Note | null; written: string }) =>
      note ? changeNote(note, written) : addNote(customer, written),
    onSuccess: async () => {
      setEditing(null);
      await refresh();
    },
    onError: notifyProblem,
  });
  const removing = useMutation({
    mutationFn: removeNote,
    onSuccess: async (_, note) => {
      notifyUndoable(words.noteRemoved, async () => {
        await addNote(customer, note.text);
        await refresh();
      });
      await refresh();
    },
    onError: notifyProblem,
  });
  return (
    <div className={classes.notes}>
      {edits && (
        <NoteEditor
          key={data?.length ?? 0}
          before=""
          waiting={saving.isPending}
          onSave={(written) => saving.mutate({ note: null, written })}
        />
      )}
      {data?.length === 0 && <div className={classes.faint}>{words.noNotes}</div>}
      {data?.map((note) =>
        editing === note.id ? (
          <NoteEditor
            key={note.id}
            before={note.text}
            waiting={saving.isPending}
            onSave={(written) => saving.mutate({ note, written })}
            onClose={() => setEditing(null)}
          />
        ) : (
          <div key={note.id} className={classes.editable}>
            <div className={classes.noteWords}>
              {note.text}
              <div className={classes.faint}>
                {note.by} · <DateText on={note.created_at} />
                {note.changed_at && ` · ${words.edited}`}
              </div>
            </div>
            {edits && (
              <span className={classes.actions}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  onClick={() => setEditing(note.id)}
                  aria-label={words.editNote}
                >
                  <IconPencil size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  onClick={() => removing.mutate(note)}
                  aria-label={words.removeNote}
                >
                  <IconTrash size={14} aria-hidden />
                </ActionIcon>
              </span>
            )}
          </div>
        ),
      )}
    </div>
  );
}

interface NoteEditorProps {
  before: string;
  waiting: boolean;
  onSave: (written: string) => void;
  onClose?: () => void;
}

function NoteEditor({ before, waiting, onSave, onClose }: NoteEditorProps) {
  const [written, setWritten] = useState(before);
  const save = () => {
    if (written.trim()) onSave(written.trim());
  };
  return (
    <div>
      <Textarea
        id={before ? undefined : "nova-nota"}
        aria-label={words.newNote}
        placeholder={words.newNote}
        autosize
        minRows={2}
        value={written}
        onChange={(event) => setWritten(event.currentTarget.value)}
        onKeyDown={getHotkeyHandler([["mod+Enter", save]])}
      />
      <Group gap="xs" mt={6} justify="flex-end">
        {onClose && (
          <Button size="xs" variant="default" onClick={onClose}>
            {text.cancel}
          </Button>
        )}
        <Button size="xs" onClick={save} loading={waiting} disabled={!written.trim()}>
          {words.addNote}
        </Button>
      </Group>
    </div>
  );
}

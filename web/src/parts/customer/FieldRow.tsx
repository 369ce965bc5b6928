import { ActionIcon, Button, Group, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeFields } from "@/api/customers";
import { Problem } from "@/api/Problem";
import type { CustomerField } from "@/api/types";
import { text } from "@/text/pt-BR";
import { notifyProblem } from "@/ui/notify";
import { notifyUndoable } from "@/ui/notifyUndoable";
import { useRight } from "../useView";
import classes from "./customer.module.css";
import { fieldWords } from "./fieldWords";
import { originWords } from "./originWords";

const words = text.customer.registration;

interface FieldRowProps {
  customer: string;
  field: CustomerField;
  etag: string | undefined;
}

/** One field of the registration: its value, where it came from, and how to change it. */
export function FieldRow({ customer, field, etag }: FieldRowProps) {
  const edits = useRight("edit_customers");
  const [editing, setEditing] = useState(false);
  const client = useQueryClient();
  const refresh = () =>
    Promise.all(["customer", "customers"].map((name) => client.invalidateQueries({ queryKey: [name] })));
  const saving = useMutation({
    mutationFn: (value: string | null) => changeFields(customer, { [field.field]: value }, etag),
    onSuccess: async (saved) => {
      // What a document said comes back by taking the person's word away.
      const before = field.origin?.kind === "person" ? field.value : null;
      notifyUndoable(words.saved(field.label), async () => {
        await changeFields(customer, { [field.field]: before }, saved.etag);
        await refresh();
      });
      setEditing(false);
      await refresh();
    },
    onError: async (error) => {
      notifyProblem(error);
      if (error instanceof Problem && error.status === 412) await refresh();
    },
  });
  return (
    <div className={classes.field}>
      <dt>{field.label}</dt>
      {editing ? (
        <dd className={classes.fieldEditor}>
          <FieldEditor
            field={field}
            waiting={saving.isPending}
            onSave={(value) => saving.mutate(value)}
            onClose={() => setEditing(false)}
          />
        </dd>
      ) : (
        <>
          <dd className={classes.fieldValue}>
            {fieldWords(field.field, field.value)}
            {edits && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                onClick={() => setEditing(true)}
                aria-label={words.edit(field.label)}
              >
                <IconPencil size={14} aria-hidden />
              </ActionIcon>
            )}
          </dd>
          <dd className={classes.faint}>{originWords(field.origin)}</dd>
        </>
      )}
    </div>
  );
}

interface FieldEditorProps {
  field: CustomerField;
  waiting: boolean;
  onSave: (value: string | null) => void;
  onClose: () => void;
}

function FieldEditor({ field, waiting, onSave, onClose }: FieldEditorProps) {
  const [value, setValue] = useState(field.value ?? "");
  const changed = value.trim() !== (field.value ?? "");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) onSave(value.trim() || null);
      }}
    >
      <TextInput
        aria-label={field.label}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && onClose()}
        autoFocus
      />
      <Group gap="xs" mt={6}>
        <Button type="submit" size="xs" loading={waiting} disabled={!changed}>
          {text.save}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {text.cancel}
        </Button>
        {field.origin?.kind === "person" && (
          <Button size="xs" variant="subtle" onClick={() => onSave(null)}>
            {words.backToDocuments}
          </Button>
        )}
      </Group>
    </form>
  );
}

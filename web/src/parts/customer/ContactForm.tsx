import { Button, Checkbox, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { addContact, type ContactDraft, changeContact, contactsQuery } from "@/api/customers";
import type { Contact, Department } from "@/api/types";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";

const words = text.customer.contact;
const DEPARTMENTS = Object.entries(text.departments).map(([value, label]) => ({ value, label }));

interface ContactFormProps {
  customer: string;
  /** The one that is changed; null of a new one. */
  contact: Contact | null;
  onClose: () => void;
}

/** A contact, new or changed. */
export function ContactForm({ customer, contact, onClose }: ContactFormProps) {
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      name: contact?.name ?? "",
      department: contact?.department ?? ("compras" as Department),
      role: contact?.role ?? "",
      phone: contact?.phone ?? "",
      whatsapp: contact?.whatsapp ?? false,
      emails: contact?.emails ?? "",
      note: contact?.note ?? "",
    },
    validate: { name: (name) => (name.trim() ? null : text.invitation.required) },
  });
  const saving = useMutation({
    mutationFn: (draft: ContactDraft) => (contact ? changeContact(contact, draft) : addContact(customer, draft)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: contactsQuery(customer).queryKey });
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    saving.mutate({
      name: values.name.trim(),
      department: values.department,
      whatsapp: values.whatsapp,
      role: values.role.trim() || null,
      phone: values.phone.trim() || null,
      emails: values.emails.trim() || null,
      note: values.note.trim() || null,
    }),
  );
  return (
    <Modal opened onClose={onClose} title={contact ? words.title : words.newTitle}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {saving.error && <ErrorState error={saving.error} />}
          <TextInput label={words.name} data-autofocus {...form.getInputProps("name")} />
          <Group grow align="flex-start">
            <Select
              label={words.department}
              data={DEPARTMENTS}
              allowDeselect={false}
              {...form.getInputProps("department")}
            />
            <TextInput label={words.role} {...form.getInputProps("role")} />
          </Group>
          <TextInput label={words.phone} inputMode="tel" {...form.getInputProps("phone")} />
          <Checkbox label={words.whatsapp} {...form.getInputProps("whatsapp", { type: "checkbox" })} />
          <TextInput label={words.emails} description={words.emailsHint} {...form.getInputProps("emails")} />
          <Textarea label={words.note} autosize minRows={2} {...form.getInputProps("note")} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.cancel}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {text.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { ActionIcon, Group, Text } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addContact, contactsQuery, removeContact } from "@/api/customers";
import type { Contact, Customer } from "@/api/types";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { notifyProblem } from "@/ui/notify";
import { notifyUndoable } from "@/ui/notifyUndoable";
import { useRight } from "../useView";
import { ContactForm } from "./ContactForm";
import { ContactLine, RegisteredLine, registeredWays } from "./ContactLines";
import classes from "./customer.module.css";

const words = text.customer;

/** Who answers at a customer, by department, edited in place; then what the registration says. */
export function Contacts({ customer }: { customer: Customer }) {
  const edits = useRight("edit_customers");
  const key = customer.customer;
  const { data, error } = useQuery(contactsQuery(key));
  const [editing, setEditing] = useState<Contact | "new" | null>(null);
  const { number, emails } = registeredWays(customer);
  return (
    <section>
      <Group justify="space-between">
        <h2 className={classes.heading}>{words.contacts}</h2>
        {edits && (
          <ActionIcon variant="subtle" color="gray" onClick={() => setEditing("new")} aria-label={words.addContact}>
            <IconPlus size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {error && <ErrorState error={error} />}
      {data?.length === 0 && !number && !emails && (
        <Text size="sm" c="dimmed">
          {words.noContacts}
        </Text>
      )}
      {data?.map((contact) => (
        <div key={contact.id} className={classes.editable}>
          <ContactLine contact={contact} />
          {edits && <ContactActions customer={key} contact={contact} onEdit={() => setEditing(contact)} />}
        </div>
      ))}
      <RegisteredLine customer={customer} />
      {editing && (
        <ContactForm customer={key} contact={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      )}
    </section>
  );
}

interface ContactActionsProps {
  customer: string;
  contact: Contact;
  onEdit: () => void;
}

function ContactActions({ customer, contact, onEdit }: ContactActionsProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: contactsQuery(customer).queryKey });
  const removing = useMutation({
    mutationFn: () => removeContact(contact),
    onSuccess: async () => {
      notifyUndoable(words.contactRemoved, async () => {
        const { department, name, role, emails, phone, whatsapp, note } = contact;
        await addContact(customer, { department, name, role, emails, phone, whatsapp, note });
        await refresh();
      });
      await refresh();
    },
    onError: notifyProblem,
  });
  return (
    <span className={classes.actions}>
      <ActionIcon variant="subtle" color="gray" size="sm" onClick={onEdit} aria-label={words.editContact(contact.name)}>
        <IconPencil size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        onClick={() => removing.mutate()}
        aria-label={words.removeContact(contact.name)}
      >
        <IconTrash size={14} aria-hidden />
      </ActionIcon>
    </span>
  );
}

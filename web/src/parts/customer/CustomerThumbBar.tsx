import { Button } from "@mantine/core";
import { IconBrandWhatsapp, IconNote, IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { contactsQuery } from "@/api/customers";
import type { Customer } from "@/api/types";
import { text } from "@/text/pt-BR";
import { useRight } from "../useView";
import { phoneLink, whatsappLink } from "./contactLinks";
import classes from "./customer.module.css";

const words = text.customer;

interface CustomerThumbBarProps {
  customer: Customer;
  onNote: () => void;
}

/** The three actions of a customer on a phone, within the thumb's reach. */
export function CustomerThumbBar({ customer, onNote }: CustomerThumbBarProps) {
  const edits = useRight("edit_customers");
  const { data: contacts } = useQuery(contactsQuery(customer.customer));
  const registered = customer.fields.find((field) => field.field === "phone")?.value ?? null;
  const known = (number: string | null | undefined) => (number && !number.includes("*") ? number : null);
  const number = known(contacts?.find((contact) => known(contact.phone))?.phone) ?? known(registered);
  const whatsapp = known(contacts?.find((contact) => contact.whatsapp && known(contact.phone))?.phone);
  return (
    <div className={`${classes.thumb} no-print`}>
      {whatsapp && (
        <Button
          component="a"
          href={whatsappLink(whatsapp)}
          target="_blank"
          rel="noreferrer"
          leftSection={<IconBrandWhatsapp size={16} aria-hidden />}
        >
          {words.whatsapp}
        </Button>
      )}
      {number && (
        <Button
          component="a"
          href={phoneLink(number)}
          variant="default"
          leftSection={<IconPhone size={16} aria-hidden />}
        >
          {words.call}
        </Button>
      )}
      {edits && (
        <Button variant="default" leftSection={<IconNote size={16} aria-hidden />} onClick={onNote}>
          {words.note}
        </Button>
      )}
    </div>
  );
}

import { Button } from "@mantine/core";
import { IconBrandWhatsapp, IconNote, IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { contactsQuery } from "@/api/customers";
import type { Customer } from "@/api/types";
import { text } from "@/text/pt-BR";
import { useRight } from "../useView";
import { isUsablePhone, phoneLink, whatsappLink } from "./contactLinks";
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
  const usable = (contacts ?? []).filter((contact) => isUsablePhone(contact.phone));
  const registered = customer.fields.find((field) => field.field === "phone")?.value;
  const number = usable[0]?.phone ?? (isUsablePhone(registered) ? registered : null);
  const whatsapp = usable.find((contact) => contact.whatsapp)?.phone;
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
      {number ? (
        <Button
          component="a"
          href={phoneLink(number)}
          variant="default"
          leftSection={<IconPhone size={16} aria-hidden />}
        >
          {words.call}
        </Button>
      ) : (
        <Button variant="default" disabled leftSection={<IconPhoneOff size={16} aria-hidden />}>
          {words.noPhone}
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

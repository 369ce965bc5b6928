import { IconBrandWhatsapp, IconMail, IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { contactsQuery } from "@/api/customers";
import type { Contact } from "@/api/types";
import { text } from "@/text/pt-BR";
import { phone } from "@/ui/format";
import { emailsOf, mailLink, phoneLink, whatsappLink } from "./contactLinks";
import classes from "./customer.module.css";

/** Who answers at a customer, by department, with the ways to reach them. */
export function ContactLines({ customer }: { customer: string }) {
  const { data } = useQuery(contactsQuery(customer));
  if (!data || data.length === 0) return null;
  return (
    <div>
      {data.map((contact) => (
        <ContactLine key={contact.id} contact={contact} />
      ))}
    </div>
  );
}

/** One contact. */
export function ContactLine({ contact }: { contact: Contact }) {
  const number = contact.phone;
  return (
    <div className={classes.contact}>
      <div>
        <b>{contact.name}</b>
        <span className={classes.faint}>
          {" "}
          {[text.departments[contact.department], contact.role].filter(Boolean).join(" · ")}
        </span>
      </div>
      <div className={classes.ways}>
        {number && contact.whatsapp && (
          <a href={whatsappLink(number)} target="_blank" rel="noreferrer">
            <IconBrandWhatsapp size={15} aria-hidden /> {phone(number)}
          </a>
        )}
        {number && !contact.whatsapp && (
          <a href={phoneLink(number)}>
            <IconPhone size={15} aria-hidden /> {phone(number)}
          </a>
        )}
        {emailsOf(contact.emails).map((email) => (
          <a key={email} href={mailLink(email)}>
            <IconMail size={15} aria-hidden /> {email}
          </a>
        ))}
      </div>
      {contact.note && <div className={classes.faint}>{contact.note}</div>}
    </div>
  );
}

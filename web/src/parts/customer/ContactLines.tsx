import { IconBrandWhatsapp, IconMail, IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { contactsQuery } from "@/api/customers";
import type { Contact, Customer } from "@/api/types";
import { text } from "@/text/pt-BR";
import { phone } from "@/ui/format";
import { emailsOf, isUsablePhone, mailLink, phoneLink, whatsappLink } from "./contactLinks";
import classes from "./customer.module.css";

/** Who answers at a customer, by department, with the ways to reach them. */
export function ContactLines({ customer }: { customer: Customer }) {
  const { data } = useQuery(contactsQuery(customer.customer));
  return (
    <div>
      {data?.map((contact) => (
        <ContactLine key={contact.id} contact={contact} />
      ))}
      <RegisteredLine customer={customer} />
    </div>
  );
}

/** One contact. */
export function ContactLine({ contact }: { contact: Contact }) {
  const { phone: number, whatsapp, emails } = contact;
  return (
    <div className={classes.contact}>
      <div>
        <b>{contact.name}</b>
        <span className={classes.faint}>
          {" "}
          {[text.departments[contact.department], contact.role].filter(Boolean).join(" · ")}
        </span>
      </div>
      <Ways number={number} whatsapp={whatsapp} emails={emails} />
      {contact.note && <div className={classes.faint}>{contact.note}</div>}
    </div>
  );
}

/** The telephone and addresses that the registration knows. */
export function registeredWays(customer: Customer): { number: string | null; emails: string | null } {
  const known = (name: string) => customer.fields.find((field) => field.field === name)?.value || null;
  return { number: known("phone"), emails: known("emails") };
}

/** How to reach the customer by what its registration says. */
export function RegisteredLine({ customer }: { customer: Customer }) {
  const { number, emails } = registeredWays(customer);
  if (!number && !emails) return null;
  return (
    <div className={classes.contact}>
      <div className={classes.faint}>{text.customer.registered}</div>
      <Ways number={number} whatsapp={false} emails={emails} />
    </div>
  );
}

interface WaysProps {
  number: string | null;
  whatsapp: boolean;
  emails: string | null;
}

/** Links to call and to write; a number that cannot be called is only shown. */
function Ways({ number, whatsapp, emails }: WaysProps) {
  const addresses = emailsOf(emails);
  return (
    <div className={classes.ways}>
      {number && isUsablePhone(number) && whatsapp && (
        <a href={whatsappLink(number)} target="_blank" rel="noreferrer">
          <IconBrandWhatsapp size={15} aria-hidden /> {phone(number)}
        </a>
      )}
      {number && isUsablePhone(number) && !whatsapp && (
        <a href={phoneLink(number)}>
          <IconPhone size={15} aria-hidden /> {phone(number)}
        </a>
      )}
      {number && !isUsablePhone(number) && (
        <span>
          <IconPhone size={15} aria-hidden /> {number}
        </span>
      )}
      {addresses.map((email) => (
        <a key={email} href={mailLink(email)}>
          <IconMail size={15} aria-hidden /> {email}
        </a>
      ))}
      {emails && addresses.length === 0 && (
        <span>
          <IconMail size={15} aria-hidden /> {emails}
        </span>
      )}
    </div>
  );
}

import { text } from "@/text/pt-BR";
import { cep, phone, taxId } from "@/ui/format";

/** A value of the registration, as people write it. */
export function fieldWords(field: string, value: string): string {
  if (!value) return text.none;
  switch (field) {
    case "phone":
      return phone(value);
    case "cep":
      return cep(value);
    case "tax_id":
      return taxId(value);
    case "emails":
    case "tags":
      return value.split(/;\s*/).filter(Boolean).join("; ");
    default:
      return value;
  }
}

import { Link } from "react-router";
import { useAddress } from "@/parts/useAddress";
import { text } from "@/text/pt-BR";
import classes from "./CustomerLink.module.css";
import { taxId as writtenTaxId } from "./format";

interface CustomerLinkProps {
  customer: string;
  name: string | null | undefined;
  city?: string | null | undefined;
  uf?: string | null | undefined;
  taxId?: string | null | undefined;
  /** On one line, without place and tax id. */
  short?: boolean;
}

/** A customer: name, city and UF, CNPJ in grey; leads to its page. */
export function CustomerLink({ customer, name, city, uf, taxId, short = false }: CustomerLinkProps) {
  const address = useAddress();
  const place = [city, uf].filter(Boolean).join("/");
  const under = [place, taxId && writtenTaxId(taxId)].filter(Boolean).join(" · ");
  return (
    <span className={classes.customer}>
      <Link
        className={classes.name}
        to={address(`/clientes/${encodeURIComponent(customer)}`)}
        title={name ?? undefined}
      >
        {name ?? text.unknown}
      </Link>
      {!short && under && <span className={classes.under}>{under}</span>}
    </span>
  );
}

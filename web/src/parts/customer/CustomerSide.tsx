import { ActionIcon, Button, CopyButton, Stack, Text, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Customer } from "@/api/types";
import { text } from "@/text/pt-BR";
import { taxId } from "@/ui/format";
import { useRight, useView } from "../useView";
import { Chips } from "./Chips";
import { Contacts } from "./Contacts";
import classes from "./customer.module.css";
import { Figures } from "./Figures";
import { KEY_FIGURES } from "./figures";

const OwnerModal = lazy(async () => ({ default: (await import("../portfolio/OwnerModal")).OwnerModal }));

const words = text.customer;

/** What of a customer is always in sight: who, where, how it stands, whose, whom to call. */
export function CustomerSide({ customer }: { customer: Customer }) {
  const { values } = customer;
  const place = [values.city, values.uf].filter(Boolean).join("/");
  return (
    <aside className={classes.side} aria-label={customer.name ?? customer.customer}>
      <Stack gap={14}>
        <div>
          <h1 className={classes.name}>{customer.name ?? text.unknown}</h1>
          <div className={classes.under}>
            {typeof values.tax_id === "string" && <TaxId id={values.tax_id} />}
            <span>
              {[place, text.kinds[String(values.customer_kind)]].filter(Boolean).join(" · ")}
              {customer.establishments.length > 1 && ` · ${words.establishments(customer.establishments.length)}`}
            </span>
          </div>
        </div>
        <Chips customer={customer} />
        <Owner customer={customer} />
        <Figures customer={customer} names={KEY_FIGURES} />
        <Contacts customer={customer} />
      </Stack>
    </aside>
  );
}

function TaxId({ id }: { id: string }) {
  return (
    <CopyButton value={id} timeout={1500}>
      {({ copied, copy }) => (
        <span className="number">
          {taxId(id)}{" "}
          <Tooltip label={copied ? text.copied : words.copyTaxId}>
            <ActionIcon variant="subtle" color="gray" size="xs" onClick={copy} aria-label={words.copyTaxId}>
              {copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        </span>
      )}
    </CopyButton>
  );
}

function Owner({ customer }: { customer: Customer }) {
  const assigns = useRight("assign_owners");
  const { level } = useView();
  const [changing, setChanging] = useState(false);
  const owner = typeof customer.values.owner === "string" ? customer.values.owner : null;
  return (
    <div className={classes.owner}>
      <div>
        <Text size="xs" c="dimmed">
          {words.owner}
        </Text>
        <Text size="sm" fw={600} c={owner ? undefined : "var(--attention)"}>
          {owner ?? words.noOwner}
        </Text>
      </div>
      {assigns && (
        <Button size="compact-sm" variant="subtle" onClick={() => setChanging(true)}>
          {words.changeOwner}
        </Button>
      )}
      <Suspense fallback={null}>
        {changing && (
          <OwnerModal
            chosen={{ customers: [customer.customer], where: "", count: 1 }}
            level={level}
            onClose={() => setChanging(false)}
            onDone={() => setChanging(false)}
          />
        )}
      </Suspense>
    </div>
  );
}

import { ActionIcon, Button, Stack, Text } from "@mantine/core";
import { IconArrowUpRight, IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { customerQuery } from "@/api/customers";
import { useAddress } from "@/parts/useAddress";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { taxId } from "@/ui/format";
import { Waiting } from "@/ui/Waiting";
import { Chips } from "../customer/Chips";
import { ContactLines } from "../customer/ContactLines";
import { Figures } from "../customer/Figures";
import { KEY_FIGURES } from "../customer/figures";
import { useView } from "../useView";
import classes from "./portfolio.module.css";

const words = text.list;

interface SidePanelProps {
  customer: string;
  /** Where it stands in the list, from 0. */
  place: number;
  count: number;
  onMove: (by: number) => void;
  onClose: () => void;
}

/** A customer beside the list: enough to decide whether to open its page. */
export function SidePanel({ customer, place, count, onMove, onClose }: SidePanelProps) {
  const { view } = useView();
  const address = useAddress();
  const { data, error, refetch } = useQuery(customerQuery(customer, view));
  const shown = data?.body;
  return (
    <aside className={`${classes.side} no-print`} aria-label={shown?.name ?? customer}>
      <div className={classes.sideTop}>
        <ActionIcon variant="subtle" color="gray" onClick={() => onMove(-1)} aria-label={words.previous}>
          <IconChevronUp size={17} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" onClick={() => onMove(1)} aria-label={words.next}>
          <IconChevronDown size={17} aria-hidden />
        </ActionIcon>
        {place >= 0 && <span className="number">{words.of(place + 1, count)}</span>}
        <span style={{ flex: 1 }} />
        <Button
          component={Link}
          to={address(`/clientes/${encodeURIComponent(customer)}`)}
          size="compact-sm"
          variant="light"
          rightSection={<IconArrowUpRight size={15} aria-hidden />}
        >
          {words.openList}
        </Button>
        <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label={text.close}>
          <IconX size={17} aria-hidden />
        </ActionIcon>
      </div>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!shown && !error && <Waiting lines={9} />}
      {shown && (
        <Stack gap="sm">
          <div>
            <h2 className={classes.sideName}>{shown.name ?? text.unknown}</h2>
            <Text size="xs" c="dimmed">
              {[shown.values.city, shown.values.uf].filter(Boolean).join("/")}
              {typeof shown.values.tax_id === "string" && ` · ${taxId(shown.values.tax_id)}`}
            </Text>
          </div>
          <Chips customer={shown} />
          <Text size="sm">{shown.summary}</Text>
          <Figures customer={shown} names={["owner", ...KEY_FIGURES]} />
          <ContactLines customer={shown} />
        </Stack>
      )}
    </aside>
  );
}

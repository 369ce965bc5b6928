import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconDoorExit,
  IconPlayerPause,
  IconSparkles,
  type TablerIcon,
} from "@tabler/icons-react";
import { text } from "@/text/pt-BR";
import classes from "./chips.module.css";

const ICONS: Record<string, TablerIcon> = {
  novo: IconSparkles,
  ativo: IconCircleCheck,
  risco_de_perda: IconAlertTriangle,
  inativo: IconPlayerPause,
  ex_cliente: IconDoorExit,
  sem_compra: IconCircleDashed,
};

interface StatusChipProps {
  status: string | null;
  detail?: string | undefined;
  /** The detail under the chip, where there is little width. */
  stacked?: boolean;
}

/** A commercial status: hue, lightness, sign and word, the same everywhere. */
export function StatusChip({ status, detail, stacked = false }: StatusChipProps) {
  if (!status) return <span className={classes.none}>{text.none}</span>;
  const Icon = ICONS[status] ?? IconCircleDashed;
  const colours = { color: `var(--status-${status})`, background: `var(--status-${status}-tint)` };
  return (
    <span className={classes.with} data-stacked={stacked || undefined}>
      <span className={classes.chip} style={colours}>
        <Icon size={13} stroke={2.2} aria-hidden />
        {text.statuses[status] ?? status}
      </span>
      {detail && <span className={classes.detail}>{detail}</span>}
    </span>
  );
}

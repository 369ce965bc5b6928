import {
  IconArrowBackUp,
  IconCash,
  IconNote,
  IconPaperclip,
  IconPencil,
  IconShoppingCart,
  IconUserShare,
  type TablerIcon,
} from "@tabler/icons-react";
import type { TimelineItem } from "@/api/types";
import { DateText } from "@/ui/DateText";
import { DocumentName } from "@/ui/DocumentName";
import { documentName } from "@/ui/format";
import { Money } from "@/ui/Money";
import classes from "./customer.module.css";

const ICONS: Record<string, TablerIcon> = {
  purchase: IconShoppingCart,
  return: IconArrowBackUp,
  payment: IconCash,
  correction: IconPencil,
  note: IconNote,
  attachment: IconPaperclip,
  transfer: IconUserShare,
};

/** One thing that happened. */
export function TimelineLine({ item }: { item: TimelineItem }) {
  const Icon = ICONS[item.kind] ?? IconNote;
  return (
    <li className={classes.event}>
      <span className={classes.eventIcon}>
        <Icon size={15} aria-hidden />
      </span>
      <div className={classes.eventWords}>
        <b>{item.title}</b>
        {item.detail && <div>{item.detail}</div>}
        <div className={classes.faint}>
          <DateText on={item.at} />
          {item.by && ` · ${item.by}`}
          {item.document && documentName(item.document) && (
            <>
              {" · "}
              <DocumentName document={item.document} />
            </>
          )}
        </div>
      </div>
      {item.amount_cents !== null && (
        <span className={classes.eventAmount}>
          <Money cents={item.amount_cents} />
        </span>
      )}
    </li>
  );
}

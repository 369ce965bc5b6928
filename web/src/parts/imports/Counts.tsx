import { Tooltip, UnstyledButton } from "@mantine/core";
import { Link } from "react-router";
import type { Report } from "@/api/imports";
import { imports } from "@/text/imports";
import { count } from "@/ui/format";
import classes from "./Counts.module.css";

const words = imports.result;
const KINDS = ["accepted", "duplicates", "ignored", "rejects"] as const;

export type CountKind = (typeof KINDS)[number] | "warnings";

interface CountsProps {
  report: Report;
  /** Where a count leads; a count without an address or a list to open is only said. */
  address?: (kind: CountKind) => string | null;
  /** Opens what is behind a count, where that is on the same page. */
  onOpen?: ((kind: CountKind) => (() => void) | null) | undefined;
  /** The list that is open. */
  open?: CountKind | null;
}

/** The four counts of an import, and its warnings; each a door to its list. */
export function Counts({ report, address, onOpen, open = null }: CountsProps) {
  const kinds: CountKind[] = report.warnings > 0 ? [...KINDS, "warnings"] : [...KINDS];
  return (
    <ul className={classes.counts}>
      {kinds.map((kind) => (
        <li key={kind}>
          <Tooltip label={words.explained[kind]}>
            <div>
              <Door
                to={(report[kind] > 0 && address?.(kind)) || null}
                onOpen={(report[kind] > 0 && onOpen?.(kind)) || null}
                isOpen={open === kind}
              >
                <span className={classes.number} data-kind={report[kind] > 0 ? kind : undefined}>
                  {count(report[kind])}
                </span>
                <span className={classes.label}>{words.counted[kind](report[kind])}</span>
              </Door>
            </div>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}

interface DoorProps {
  to: string | null;
  onOpen: (() => void) | null;
  isOpen: boolean;
  children: React.ReactNode;
}

function Door({ to, onOpen, isOpen, children }: DoorProps) {
  if (onOpen !== null) {
    return (
      <UnstyledButton className={classes.count} data-door onClick={onOpen} aria-expanded={isOpen}>
        {children}
      </UnstyledButton>
    );
  }
  if (to === null) {
    return <span className={classes.count}>{children}</span>;
  }
  return (
    <UnstyledButton component={Link} to={to} className={classes.count} data-door aria-current={isOpen || undefined}>
      {children}
    </UnstyledButton>
  );
}

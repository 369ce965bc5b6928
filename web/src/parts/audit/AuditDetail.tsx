import { Code, Popover, UnstyledButton, VisuallyHidden } from "@mantine/core";
import type { AuditEntry } from "@/api/audit";
import { audit } from "@/text/audit";
import classes from "./AuditDetail.module.css";

/** A value of a detail as text. */
function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What more an entry tells, and its link of the chain. */
export function AuditDetail({ entry }: { entry: AuditEntry }) {
  const pairs = Object.entries(entry.detail ?? {});
  return (
    <Popover position="bottom-end" width={420} withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes.open}>
          {audit.see} <VisuallyHidden>{entry.number}</VisuallyHidden>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes.pairs}>
          {pairs.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{written(value)}</dd>
            </div>
          ))}
          <div>
            <dt>{audit.hash}</dt>
            <dd>
              <Code>{entry.hash}</Code>
            </dd>
          </div>
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}

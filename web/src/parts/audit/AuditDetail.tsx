import { Code, Popover, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { AuditEntry } from "@/api/audit";
import { metricsQuery } from "@/api/portfolio";
import { settingsQuery } from "@/api/settings";
import { audit } from "@/text/audit";
import classes from "./AuditDetail.module.css";
import { type Catalogue, detailLines } from "./detailLines";

/** What more an entry tells, and its link of the chain. */
export function AuditDetail({ entry }: { entry: AuditEntry }) {
  const lines = detailLines(entry, useCatalogue());
  return (
    <Popover position="bottom-end" width={420} withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes.open}>
          {audit.see} <VisuallyHidden>{entry.number}</VisuallyHidden>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes.pairs}>
          {lines.map((line) => (
            <div key={line.name}>
              <dt>{line.label}</dt>
              <dd>{line.value}</dd>
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

/** What details are called elsewhere; until it is there, they go by their own names. */
function useCatalogue(): Catalogue {
  const settings = useQuery(settingsQuery).data?.body.sections.flatMap((section) => section.settings);
  const metrics = useQuery(metricsQuery).data;
  return { settings: settings ?? [], metrics: metrics ?? [] };
}

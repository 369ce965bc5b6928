import { Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Job, Report } from "@/api/imports";
import { useAddress } from "@/parts/useAddress";
import { imports } from "@/text/imports";
import { Counts } from "./Counts";
import { importAddress } from "./importAddress";

const words = imports.result;

/** What an import did, in one sentence. */
export function importedSentence(report: Report): string {
  if (report.accepted > 0) return words.imported(report.accepted, report.seconds);
  return report.duplicates > 0 ? words.importedKnown : words.importedNothing;
}

interface ImportedProps {
  job: Job;
  report: Report;
  onClose: () => void;
}

/** The end of an import: one sentence, and doors to the details. */
export function Imported({ job, report, onClose }: ImportedProps) {
  const address = useAddress();
  const number = job.import;
  return (
    <Stack gap="md" role="status">
      <Text size="lg" fw={550}>
        {importedSentence(report)}
      </Text>
      <Counts report={report} address={(kind) => (number === null ? null : importAddress(number, kind))} />
      <Group gap="xs">
        <Button component={Link} to={address("/carteira")}>
          {words.seePortfolio}
        </Button>
        {number !== null && (
          <Button component={Link} to={importAddress(number)} variant="default">
            {words.seeImport}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={onClose}>
          {imports.lot.close}
        </Button>
      </Group>
    </Stack>
  );
}

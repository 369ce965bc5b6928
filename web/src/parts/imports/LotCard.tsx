import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import type { Job } from "@/api/imports";
import { Problem } from "@/api/Problem";
import { imports } from "@/text/imports";
import { Callout } from "@/ui/Callout";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";
import { Imported } from "./Imported";
import { JobProgress } from "./JobProgress";
import { type Lot, lots } from "./lots";
import { Rehearsed } from "./Rehearsed";
import { useJob } from "./useJob";

const words = imports.lot;

/** Files on their way in: sent, rehearsed, imported. */
export function LotCard({ lot }: { lot: Lot }) {
  const job = useJob(lot.job);
  return (
    <Panel title={words[lot.kind]} aside={words.of(lot.count, lot.first, lot.bytes)}>
      {lot.problem !== null || lot.job === null ? (
        <Sending lot={lot} />
      ) : (
        <Working lot={lot} job={job.data} error={job.error} />
      )}
    </Panel>
  );
}

function Sending({ lot }: { lot: Lot }) {
  const isLost = lot.problem === null && !lots.hasFiles(lot.key);
  const problem = isLost ? words.lost : lot.problem;
  return (
    <Stack gap="sm">
      {problem !== null && (
        <Callout tone={isLost ? "attention" : "bad"} title={words.stopped}>
          {problem}
        </Callout>
      )}
      <Progress
        value={lot.bytes > 0 ? (100 * lot.sent) / lot.bytes : 0}
        aria-label={words.sending(lot.sent, lot.bytes)}
      />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {words.sending(lot.sent, lot.bytes)}
        </Text>
        <Group gap="xs">
          {lot.problem !== null && lots.hasFiles(lot.key) && (
            <Button size="xs" onClick={() => lots.resume(lot.key)}>
              {words.resume}
            </Button>
          )}
          <Discard lot={lot} />
        </Group>
      </Group>
    </Stack>
  );
}

interface WorkingProps {
  lot: Lot;
  job: Job | undefined;
  error: unknown;
}

function Working({ lot, job, error }: WorkingProps) {
  if (error instanceof Problem && error.status === 404) return <Forgotten lot={lot} />;
  if (job === undefined) return <Waiting lines={2} />;
  if (job.state === "failed") return <Failed lot={lot} job={job} />;
  if (job.state !== "done") return <JobProgress job={job} />;
  if (job.report === null) return null;
  if (lot.isImporting) return <Imported job={job} report={job.report} onClose={() => lots.discard(lot.key)} />;
  return (
    <Stack gap="md">
      <Rehearsed lot={lot} job={job} report={job.report} />
      <Group gap="xs">
        {job.report.accepted > 0 && <Button onClick={() => void lots.import(lot.key)}>{words.import}</Button>}
        <Discard lot={lot} />
      </Group>
    </Stack>
  );
}

function Failed({ lot, job }: { lot: Lot; job: Job }) {
  return (
    <Stack gap="sm">
      <ErrorState error={job.problem === null ? null : new Problem(job.problem)} onRetry={() => lots.resume(lot.key)} />
      <Discard lot={lot} />
    </Stack>
  );
}

/** The server was started anew: it has the files still, and no memory of the rehearsal. */
function Forgotten({ lot }: { lot: Lot }) {
  return (
    <Group justify="space-between">
      <Text size="sm">{words.forgotten}</Text>
      <Group gap="xs">
        <Button size="xs" onClick={() => lots.resume(lot.key)}>
          {words.rehearseAgain}
        </Button>
        <Discard lot={lot} />
      </Group>
    </Group>
  );
}

function Discard({ lot }: { lot: Lot }) {
  return (
    <Button size="xs" variant="subtle" color="gray" onClick={() => lots.discard(lot.key)}>
      {words.discard}
    </Button>
  );
}

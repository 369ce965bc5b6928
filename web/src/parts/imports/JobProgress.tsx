import { Group, Progress, Stack, Text } from "@mantine/core";
import type { Job } from "@/api/imports";
import { imports } from "@/text/imports";

const words = imports.progress;

/** A rehearsal or an import under way: how many, how fast, how long still. */
export function JobProgress({ job }: { job: Job }) {
  const share = job.bytes > 0 ? (100 * job.bytes_done) / job.bytes : 0;
  const label = job.kind === "rehearsal" ? words.rehearsal : words.import;
  const isWaiting = job.state === "waiting";
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {isWaiting ? words.waitingShort : label}
        </Text>
        {!isWaiting && job.left_seconds !== null && (
          <Text size="sm" c="dimmed">
            {words.left(job.left_seconds)}
          </Text>
        )}
      </Group>
      <Progress value={isWaiting ? 100 : Math.max(share, 2)} animated={isWaiting} aria-label={label} />
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {isWaiting ? words.waiting(job.waiting_for ?? "") : words.done(job.records, job.rate)}
          {job.rejects > 0 && ` · ${words.refused(job.rejects)}`}
        </Text>
        <Text size="xs" c="dimmed">
          {words.stays}
        </Text>
      </Group>
    </Stack>
  );
}

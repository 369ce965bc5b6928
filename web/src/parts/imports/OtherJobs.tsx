import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Job, jobsQuery } from "@/api/imports";
import { imports } from "@/text/imports";
import { Panel } from "@/ui/Panel";
import { JobProgress } from "./JobProgress";
import { useJob } from "./useJob";
import { useLots } from "./useLots";

const isUnderWay = (job: Job) => job.state === "running" || job.state === "waiting";

/** Imports under way that this browser did not start, or no longer knows of. */
export function OtherJobs() {
  const { data: jobs = [] } = useQuery(jobsQuery);
  const own = new Set(useLots().map((lot) => lot.job));
  const others = jobs.filter((job) => isUnderWay(job) && !own.has(job.id));
  return others.map((job) => <OtherJob key={job.id} listed={job} />);
}

function OtherJob({ listed }: { listed: Job }) {
  const { data: job = listed } = useJob(listed.id);
  return (
    <Panel title={imports.progress[job.kind]} aside={imports.progress.by(job.by, job.started_at)}>
      {isUnderWay(job) ? (
        <JobProgress job={job} />
      ) : (
        <Stack gap={4}>
          <Text size="sm">{imports.progress.done(job.records, job.rate)}</Text>
        </Stack>
      )}
    </Panel>
  );
}

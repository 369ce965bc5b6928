import { useQuery } from "@tanstack/react-query";
import { type Job, jobQuery } from "@/api/imports";

/** How often a job is asked after where the stream of events is silent. */
const ASKED_EVERY_MS = 2000;

const isOver = (job: Job | undefined) => job?.state === "done" || job?.state === "failed";

/** A job as it goes on; events keep it fresh, and where none arrive it is asked after. */
export function useJob(id: number | null) {
  return useQuery({
    ...jobQuery(id ?? 0),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: (query) => (isOver(query.state.data) || query.state.error ? false : ASKED_EVERY_MS),
  });
}

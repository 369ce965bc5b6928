import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { endSession, sessionsQuery } from "@/api/session";
import { text } from "@/text/pt-BR";
import { agentWords } from "@/ui/agentWords";
import { DateText } from "@/ui/DateText";
import { ErrorState } from "@/ui/ErrorState";
import { moment } from "@/ui/format";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { Panel } from "@/ui/Panel";
import classes from "./account.module.css";

const words = text.account.sessions;

/** Where one is signed in; sessions that are not one's own any more can be ended. */
export function SessionsPanel() {
  const { data, error } = useQuery(sessionsQuery);
  const client = useQueryClient();
  const ending = useMutation({
    mutationFn: endSession,
    onSuccess: async () => {
      notifyDone(words.ended);
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
    onError: notifyProblem,
  });
  return (
    <Panel title={words.title}>
      {error && <ErrorState error={error} />}
      <ul className={classes.rows}>
        {data?.map((session) => (
          <li key={session.id}>
            <div>
              <b title={session.agent}>{agentWords(session.agent) || words.unknown}</b>{" "}
              {session.current && <span className={classes.mark}>{words.current}</span>}
              <div className={classes.faint}>
                {words.since(moment(session.created_at))} · {words.seen} <DateText on={session.seen_at} />
              </div>
            </div>
            {!session.current && (
              <Button size="xs" variant="default" onClick={() => ending.mutate(session.id)}>
                {words.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

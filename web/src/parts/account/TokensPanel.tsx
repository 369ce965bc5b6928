import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { revokeToken, tokensQuery } from "@/api/session";
import type { TokenItem } from "@/api/types";
import { text } from "@/text/pt-BR";
import { DateText } from "@/ui/DateText";
import { ErrorState } from "@/ui/ErrorState";
import { date } from "@/ui/format";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { Panel } from "@/ui/Panel";
import classes from "./account.module.css";
import { TokenForm } from "./TokenForm";

const words = text.account.tokens;

/** Keys with which other systems act in one's name. */
export function TokensPanel() {
  const { data, error } = useQuery(tokensQuery);
  const [creating, setCreating] = useState(false);
  const [leaving, setLeaving] = useState<TokenItem | null>(null);
  return (
    <Panel title={words.title} aside={words.detail}>
      {error && <ErrorState error={error} />}
      {data?.length === 0 && <Text size="sm">{words.none}</Text>}
      <ul className={classes.rows}>
        {data?.map((token) => (
          <li key={token.id}>
            <div>
              <b>{token.name}</b>
              <div className={classes.faint}>
                {words.accesses[token.access]} · {words.expires.toLowerCase()} {date(token.expires_on)} ·{" "}
                {token.last_used_at ? (
                  <>
                    {words.used.toLowerCase()} <DateText on={token.last_used_at} />
                  </>
                ) : (
                  words.never
                )}
              </div>
            </div>
            <Button size="xs" variant="default" onClick={() => setLeaving(token)}>
              {words.revoke}
            </Button>
          </li>
        ))}
      </ul>
      <Button variant="default" mt="sm" onClick={() => setCreating(true)}>
        {words.create}
      </Button>
      {creating && <TokenForm onClose={() => setCreating(false)} />}
      {leaving && <Revoking token={leaving} onClose={() => setLeaving(null)} />}
    </Panel>
  );
}

function Revoking({ token, onClose }: { token: TokenItem; onClose: () => void }) {
  const client = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: async () => {
      notifyDone(words.revoked);
      onClose();
      await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
    onError: notifyProblem,
  });
  return (
    <Modal opened onClose={onClose} title={words.revoke}>
      <Stack>
        <Text size="sm">{words.revoking(token.name)}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.cancel}
          </Button>
          <Button color="red" loading={revoking.isPending} onClick={() => revoking.mutate()}>
            {words.revoke}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

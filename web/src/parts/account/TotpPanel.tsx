import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { removeTotp, sessionQuery, startTotp } from "@/api/session";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { notifyDone } from "@/ui/notify";
import { Panel } from "@/ui/Panel";
import { useSession } from "../useView";
import { RecoveryCodes } from "./RecoveryCodes";
import { TotpSetup } from "./TotpSetup";

const words = text.account.totp;

/** Turns the second factor on and off. */
export function TotpPanel() {
  const { user } = useSession();
  const client = useQueryClient();
  const [codes, setCodes] = useState<string[] | null>(null);
  const starting = useMutation({ mutationFn: startTotp });
  const refresh = () => client.invalidateQueries({ queryKey: sessionQuery.queryKey, exact: true });
  return (
    <Panel title={words.title}>
      <Stack gap="sm" maw={420}>
        {starting.error && <ErrorState error={starting.error} />}
        {codes && (
          <RecoveryCodes
            codes={codes}
            onDone={() => {
              setCodes(null);
              starting.reset();
              void refresh();
            }}
          />
        )}
        {!codes && starting.data && <TotpSetup start={starting.data} onConfirmed={setCodes} />}
        {!codes && !starting.data && user.totp && <TurnOff onDone={() => void refresh()} />}
        {!codes && !starting.data && !user.totp && (
          <>
            <Text size="sm">{words.off}</Text>
            <Button w="fit-content" loading={starting.isPending} onClick={() => starting.mutate()}>
              {words.start}
            </Button>
          </>
        )}
      </Stack>
    </Panel>
  );
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const [password, setPassword] = useState("");
  const removing = useMutation({
    mutationFn: removeTotp,
    onSuccess: () => {
      notifyDone(words.removed);
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        removing.mutate(password);
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{words.on}</Text>
        {removing.error && <ErrorState error={removing.error} />}
        <PasswordInput
          label={words.removePassword}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" w="fit-content" loading={removing.isPending} disabled={!password}>
          {words.remove}
        </Button>
      </Stack>
    </form>
  );
}

import { Button, Code, CopyButton, Group, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createToken, tokensQuery } from "@/api/session";
import { text } from "@/text/pt-BR";
import { DayInput } from "@/ui/DayInput";
import { ErrorState } from "@/ui/ErrorState";
import { addDays } from "@/ui/format";
import { useSession } from "../useView";

const words = text.account.tokens;
const USUAL_LIFE_DAYS = 365;

/** A new key: shown once, when it is made. */
export function TokenForm({ onClose }: { onClose: () => void }) {
  const { today } = useSession();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [access, setAccess] = useState<"read" | "write">("read");
  const [expires, setExpires] = useState<string | null>(addDays(today, USUAL_LIFE_DAYS));
  const creating = useMutation({
    mutationFn: createToken,
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  return (
    <Modal opened onClose={onClose} title={words.create}>
      {creating.data ? (
        <Stack gap="sm">
          <Text size="sm">{words.created}</Text>
          <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
            {creating.data.token}
          </Code>
          <Group justify="flex-end">
            <CopyButton value={creating.data.token}>
              {({ copied, copy }) => <Button onClick={copy}>{copied ? text.copied : text.copy}</Button>}
            </CopyButton>
            <Button variant="default" onClick={onClose}>
              {text.close}
            </Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() && expires) creating.mutate({ name: name.trim(), access, expires_on: expires });
          }}
        >
          <Stack gap="sm">
            {creating.error && <ErrorState error={creating.error} />}
            <TextInput
              label={words.name}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <SegmentedControl
              aria-label={words.access}
              value={access}
              onChange={(chosen) => setAccess(chosen)}
              data={[
                { value: "read" as const, label: words.accesses.read },
                { value: "write" as const, label: words.accesses.write },
              ]}
            />
            <DayInput
              label={words.expires}
              first={{ day: addDays(today, 1), said: words.expired }}
              value={expires}
              onChange={setExpires}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {text.cancel}
              </Button>
              <Button type="submit" loading={creating.isPending} disabled={!name.trim() || !expires}>
                {words.create}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

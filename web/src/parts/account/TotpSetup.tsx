import { Button, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { confirmTotp } from "@/api/session";
import type { TotpStart } from "@/api/types";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";

const words = text.account.totp;

interface TotpSetupProps {
  start: TotpStart;
  onConfirmed: (codes: string[]) => void;
}

/** The image an authenticator reads, and the first code it shows. */
export function TotpSetup({ start, onConfirmed }: TotpSetupProps) {
  const [code, setCode] = useState("");
  const confirming = useMutation({
    mutationFn: confirmTotp,
    onSuccess: (confirmed) => onConfirmed(confirmed.recovery_codes),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirming.mutate(code.replace(/\s/g, ""));
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{words.scan}</Text>
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(start.svg)}`}
          alt={words.image}
          width={190}
          height={190}
          style={{ background: "#ffffff", borderRadius: 8, padding: 8 }}
        />
        <Text size="sm">
          {words.secret} <Code>{start.secret}</Code>
        </Text>
        {confirming.error && <ErrorState error={confirming.error} />}
        <Group align="flex-end" gap="xs">
          <TextInput
            label={words.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            w={150}
          />
          <Button type="submit" loading={confirming.isPending} disabled={code.trim().length < 6}>
            {words.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import { Button, Code, CopyButton, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { text } from "@/text/pt-BR";

const words = text.account.totp;

/** Codes for the day the phone is lost, shown once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <Stack gap="sm">
      <Text size="sm" role="status">
        {words.recovery}
      </Text>
      <SimpleGrid cols={2} spacing="xs">
        {codes.map((code) => (
          <Code key={code} fz="sm" ta="center" py={5}>
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group gap="xs">
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? text.copied : words.copyAll}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{words.done}</Button>
      </Group>
    </Stack>
  );
}

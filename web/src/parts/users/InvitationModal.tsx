import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { text } from "@/text/pt-BR";
import { users as words } from "@/text/users";

/** The link by which somebody sets their password, shown once. */
export function InvitationModal({ name, link, onClose }: { name: string; link: string; onClose: () => void }) {
  const whole = new URL(link, window.location.origin).href;
  return (
    <Modal opened onClose={onClose} title={words.linkTitle(name)} closeOnClickOutside={false}>
      <Stack gap="sm">
        <Text size="sm">{words.link}</Text>
        <TextInput
          value={whole}
          readOnly
          aria-label={words.linkTitle(name)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Group gap="xs">
          <CopyButton value={whole}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? words.copied : words.copy}</Button>}
          </CopyButton>
          <Button variant="default" onClick={onClose}>
            {text.close}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

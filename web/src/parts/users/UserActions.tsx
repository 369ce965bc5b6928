import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeUser, endSessions, inviteUser, removeTotp, removeUser, type User } from "@/api/users";
import { useSession } from "@/parts/useView";
import { text } from "@/text/pt-BR";
import { users as words } from "@/text/users";
import { notifyDone, notifyProblem } from "@/ui/notify";

interface UserActionsProps {
  user: User;
  onEdit: () => void;
  onInvited: (name: string, link: string) => void;
}

/** What can be done with a user. */
export function UserActions({ user, onEdit, onInvited }: UserActionsProps) {
  const [isRemoving, { open, close }] = useDisclosure(false);
  const act = useAction();
  const isSelf = useSession().user.id === user.id;
  const toggled = user.disabled ? words.enabledNow(user.name) : words.disabledNow(user.name);
  const invite = () => inviteUser(user).then(({ link }) => onInvited(user.name, link), notifyProblem);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.actionsOf(user.name)}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onEdit}>{words.edit}</Menu.Item>
          <Menu.Item onClick={() => void invite()}>{words.invite}</Menu.Item>
          <Menu.Item onClick={() => act(() => endSessions(user), words.ended(user.name))}>{words.end}</Menu.Item>
          {user.totp && !isSelf && (
            <Menu.Item onClick={() => act(() => removeTotp(user), words.totpRemoved(user.name))}>
              {words.removeTotp}
            </Menu.Item>
          )}
          {!isSelf && (
            <Menu.Item onClick={() => act(() => changeUser(user, { disabled: !user.disabled }), toggled)}>
              {user.disabled ? words.enable : words.disable}
            </Menu.Item>
          )}
          {!isSelf && (
            <Menu.Item color="red" onClick={open}>
              {words.remove}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isRemoving} onClose={close} title={words.removeTitle(user.name)}>
        <Stack gap="sm">
          <Text size="sm">{words.removeEffect}</Text>
          <Group gap="xs">
            <Button color="red" onClick={() => act(() => removeUser(user), words.removed(user.name))}>
              {text.remove}
            </Button>
            <Button variant="default" onClick={close}>
              {text.cancel}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

/** Does something with users, says that it was done, and shows them anew. */
function useAction() {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ work }: { work: () => Promise<unknown>; said: string }) => work(),
    onSuccess: async (_, { said }) => {
      notifyDone(said);
      await client.invalidateQueries({ queryKey: ["users"] });
    },
    onError: notifyProblem,
  });
  return (work: () => Promise<unknown>, said: string) => mutate({ work, said });
}

import { ActionIcon, Avatar, Menu, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { IconDeviceDesktop, IconKey, IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { Link } from "react-router";
import { signOut } from "@/api/session";
import { text } from "@/text/pt-BR";
import { notifyProblem } from "@/ui/notify";
import { recentCustomers } from "../recentCustomers";
import { useSession } from "../useView";
import { LevelItems } from "./LevelSwitch";

const THEMES = [
  ["light", IconSun],
  ["dark", IconMoon],
  ["auto", IconDeviceDesktop],
] as const;

/** Who is signed in, and what they may do about it. */
export function PersonMenu() {
  const { user } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = async () => {
    await signOut().catch(notifyProblem);
    recentCustomers.forget();
    // A new page: nothing that was seen stays in memory.
    window.location.assign("/entrar");
  };
  return (
    <Menu position="bottom-end" shadow="md" width={220}>
      <Menu.Target>
        <ActionIcon variant="transparent" radius="xl" size={34}>
          <Avatar name={user.name} size={30} radius="xl" color="petrol" variant="light" aria-hidden />
          <VisuallyHidden>
            {text.frame.person}: {user.name}
          </VisuallyHidden>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.name} · {text.roles[user.role]}
        </Menu.Label>
        <Menu.Item component={Link} to="/conta" leftSection={<IconKey size={16} aria-hidden />}>
          {text.frame.account}
        </Menu.Item>
        {/* On a phone the top has no room for it. */}
        <Menu.Divider hiddenFrom="sm" />
        <LevelItems hiddenFrom="sm" />
        <Menu.Divider />
        <Menu.Label>{text.frame.theme}</Menu.Label>
        {THEMES.map(([scheme, Icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} aria-hidden />}
            fw={scheme === colorScheme ? 650 : undefined}
            onClick={() => setColorScheme(scheme)}
          >
            {text.frame.themes[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {text.frame.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

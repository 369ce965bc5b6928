import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { Level } from "@/api/types";
import { text } from "@/text/pt-BR";
import { useView } from "../useView";

const LEVELS: Level[] = ["root", "establishment", "group"];

/** How rows are joined: by company, establishment or economic group. */
export function LevelSwitch() {
  const { level } = useView();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          visibleFrom="sm"
          c="var(--ink-soft)"
          fw={500}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`${text.frame.level}: ${text.levels[level]}`}
        >
          {text.levels[level]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <LevelItems />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The levels, as items of a menu. */
export function LevelItems({ hiddenFrom }: { hiddenFrom?: "sm" }) {
  const { level, change } = useView();
  const hidden = hiddenFrom && { hiddenFrom };
  return (
    <>
      <Menu.Label {...hidden}>{text.frame.level}</Menu.Label>
      {LEVELS.map((each) => (
        <Menu.Item
          key={each}
          {...hidden}
          fw={each === level ? 650 : undefined}
          onClick={() => change({ level: each === "root" ? null : each })}
        >
          {text.levels[each]}
        </Menu.Item>
      ))}
    </>
  );
}

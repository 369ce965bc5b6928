import { Button, Drawer, Menu } from "@mantine/core";
import { IconArrowsSort, IconBookmarks, IconFilter } from "@tabler/icons-react";
import { useState } from "react";
import { text } from "@/text/pt-BR";
import { ListFilters } from "./ListFilters";
import classes from "./portfolio.module.css";
import { SegmentsPanel } from "./SegmentsPanel";
import type { CustomerList } from "./useCustomerList";

const words = text.list;
const SORTS = ["-revenue_12m_cents", "name", "-days_since_purchase", "next_purchase_on", "-overdue_cents"];

/** The three actions of the list on a phone, within the thumb's reach. */
export function ThumbBar({ list }: { list: CustomerList }) {
  const [opened, setOpened] = useState<"filters" | "segments" | null>(null);
  const close = () => setOpened(null);
  const drawer = { position: "bottom", size: "70%", onClose: close } as const;
  return (
    <div className={`${classes.thumb} no-print`}>
      <Button
        variant={list.where ? "light" : "default"}
        px="xs"
        leftSection={<IconFilter size={15} aria-hidden />}
        onClick={() => setOpened("filters")}
      >
        {words.filters}
      </Button>
      <Button
        variant={list.segment ? "light" : "default"}
        px="xs"
        leftSection={<IconBookmarks size={15} aria-hidden />}
        onClick={() => setOpened("segments")}
      >
        {words.segments}
      </Button>
      <SortMenu list={list} />
      <Drawer opened={opened === "filters"} title={words.filters} {...drawer}>
        <ListFilters list={list} />
      </Drawer>
      <Drawer opened={opened === "segments"} title={text.segments.title} {...drawer}>
        {/* Choosing one changes the address; the list behind is what was wanted. */}
        <div className={classes.inDrawer}>
          <SegmentsPanel chosen={list.segment} onChoose={close} />
        </div>
      </Drawer>
    </div>
  );
}

function SortMenu({ list }: { list: CustomerList }) {
  const options = SORTS.flatMap((sort) => {
    const metric = list.metrics.find((each) => each.name === sort.replace("-", ""));
    return metric ? [{ sort, label: metric.label }] : [];
  });
  return (
    <Menu position="top-end" shadow="md">
      <Menu.Target>
        <Button variant="default" px="xs" leftSection={<IconArrowsSort size={15} aria-hidden />}>
          {words.sort}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {options.map(({ sort, label }) => (
          <Menu.Item key={sort} fw={sort === list.sort ? 650 : undefined} onClick={() => list.setSort(sort)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

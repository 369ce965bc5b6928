import { Combobox, Group, Highlight, Loader, Modal, ScrollArea, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useNavigate } from "react-router";
import { searchQuery } from "@/api/portfolio";
import type { SearchItem } from "@/api/types";
import { mayOpen, sections } from "@/sections";
import { text } from "@/text/pt-BR";
import { taxId } from "@/ui/format";
import { recentCustomers } from "../recentCustomers";
import { useAddress } from "../useAddress";
import { useSession } from "../useView";
import classes from "./Frame.module.css";

/** Letters that were looked for. */
const MATCH = { background: "none", color: "var(--link)" };

interface PaletteProps {
  /** What is written: kept outside, where it is written before the palette is there. */
  words: string;
  onWords: (words: string) => void;
  onClose: () => void;
}

/** Finds anything: customers by name, CNPJ, code or city; pages by name. */
export function Palette({ words, onWords, onClose }: PaletteProps) {
  const session = useSession();
  const address = useAddress();
  const navigate = useNavigate();
  const [asked] = useDebouncedValue(words.trim(), 120);
  const { data, isFetching } = useQuery(searchQuery(asked));
  const combobox = useCombobox({ defaultOpened: true });
  const open = (path: string) => {
    onClose();
    void navigate(address(path));
  };
  const pages = sections.filter((section) => {
    const label = text.frame.pages[section.page].toLocaleLowerCase("pt-BR");
    return mayOpen(section, session) && words.trim() !== "" && label.includes(words.trim().toLocaleLowerCase("pt-BR"));
  });
  const found = asked.length > 1 ? (data?.items ?? []) : [];
  const recent = words.trim() === "" ? recentCustomers.all() : [];
  const nothing = asked.length > 1 && !isFetching && found.length === 0 && pages.length === 0;
  const choices = [...pages.map((section) => section.path), ...found.map((item) => item.customer)].join(" ");
  const { selectFirstOption } = combobox;
  // What is found comes after what was typed: Enter opens the first of it.
  useEffect(() => {
    if (choices !== "") selectFirstOption();
  }, [choices, selectFirstOption]);
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      attributes={{ content: { "aria-label": text.palette.title } }}
      size={640}
      padding={0}
      yOffset="10vh"
      centered={false}
    >
      <Combobox store={combobox} onOptionSubmit={open}>
        <Combobox.EventsTarget>
          <TextInput
            variant="unstyled"
            size="lg"
            p="4px 10px"
            classNames={{ input: classes.paletteInput ?? "" }}
            data-autofocus
            leftSection={<IconSearch size={18} aria-hidden />}
            leftSectionWidth={34}
            rightSection={isFetching ? <Loader size={16} /> : null}
            value={words}
            placeholder={text.frame.searchHint}
            aria-label={text.palette.title}
            onFocus={(event) => {
              const { value } = event.currentTarget;
              event.currentTarget.setSelectionRange(value.length, value.length);
            }}
            // The list of what is found would take it for itself.
            onKeyDown={(event) => event.key === "Escape" && onClose()}
            onChange={(event) => onWords(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <ScrollArea.Autosize mah="60vh" style={{ borderTop: "1px solid var(--line)" }}>
          <Combobox.Options p={6} aria-label={text.palette.title}>
            {pages.length > 0 && (
              <Combobox.Group label={text.palette.pages}>
                {pages.map((section) => (
                  <Combobox.Option key={section.path} value={section.path}>
                    <PlaceLink path={section.path}>{text.frame.pages[section.page]}</PlaceLink>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            )}
            {found.length > 0 && (
              <Combobox.Group label={text.palette.customers}>
                {found.map((item) => (
                  <FoundOption key={item.customer} item={item} words={asked} />
                ))}
              </Combobox.Group>
            )}
            {recent.length > 0 && (
              <Combobox.Group label={text.palette.recent}>
                {recent.map((item) => (
                  <Combobox.Option key={item.customer} value={customerPath(item.customer)}>
                    <PlaceLink path={customerPath(item.customer)}>{item.name}</PlaceLink>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            )}
            {nothing && <Combobox.Empty>{text.palette.nothing(asked)}</Combobox.Empty>}
            {words.trim().length === 1 && pages.length === 0 && <Combobox.Empty>{text.palette.short}</Combobox.Empty>}
            {words.trim() === "" && recent.length === 0 && <Combobox.Empty>{text.palette.hint}</Combobox.Empty>}
          </Combobox.Options>
        </ScrollArea.Autosize>
        <Text size="xs" c="dimmed" px="md" py={8} visibleFrom="sm" style={{ borderTop: "1px solid var(--line)" }}>
          {text.palette.keys}
        </Text>
      </Combobox>
    </Modal>
  );
}

function FoundOption({ item, words }: { item: SearchItem; words: string }) {
  const place = [item.city, item.uf].filter(Boolean).join("/");
  const under = [item.trade_name, place, item.tax_id && taxId(item.tax_id), item.code].filter(Boolean).join(" · ");
  return (
    <Combobox.Option value={customerPath(item.customer)}>
      <PlaceLink path={customerPath(item.customer)}>
        <Group justify="space-between" wrap="nowrap" gap="md">
          <div style={{ minWidth: 0 }}>
            <Highlight highlight={words.split(/\s+/)} size="sm" fw={550} truncate highlightStyles={MATCH}>
              {item.name ?? text.unknown}
            </Highlight>
            <Text size="xs" c="dimmed" truncate>
              {under}
            </Text>
          </div>
          {item.matched !== "name" && (
            <Text size="xs" c="dimmed">
              {text.palette.matched[item.matched]}
            </Text>
          )}
        </Group>
      </PlaceLink>
    </Combobox.Option>
  );
}

const customerPath = (customer: string) => `/clientes/${encodeURIComponent(customer)}`;

/** A choice that is a link too: with Ctrl or the middle button it opens in another tab. */
function PlaceLink({ path, children }: { path: string; children: ReactNode }) {
  const address = useAddress();
  return (
    <a
      href={address(path)}
      tabIndex={-1}
      className={classes.place}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) event.stopPropagation();
        else event.preventDefault();
      }}
    >
      {children}
    </a>
  );
}

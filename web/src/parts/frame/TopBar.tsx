import { Burger, Kbd, VisuallyHidden } from "@mantine/core";
import { useHotkeys, useOs } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { Link } from "react-router";
import { text } from "@/text/pt-BR";
import { useAddress } from "../useAddress";
import { useSession } from "../useView";
import { AsOfPicker } from "./AsOfPicker";
import classes from "./Frame.module.css";
import { LevelSwitch } from "./LevelSwitch";
import { PersonMenu } from "./PersonMenu";
import { TypedAhead } from "./TypedAhead";
import { usePalette } from "./usePalette";

const Palette = lazy(async () => ({ default: (await import("./Palette")).Palette }));

interface TopBarProps {
  menuOpened: boolean;
  onMenu: () => void;
}

/** The top: search, date, level, person. */
export function TopBar({ menuOpened, onMenu }: TopBarProps) {
  const session = useSession();
  const address = useAddress();
  const company = session.workspace.name ?? session.workspace.companies[0] ?? text.product;
  const search = usePalette();
  const mac = useOs() === "macos";
  useHotkeys([["mod+K", search.open]], []);
  return (
    <div className={classes.top}>
      <Burger opened={menuOpened} onClick={onMenu} hiddenFrom="sm" size="sm" aria-label={text.frame.openMenu} />
      <Link className={classes.brand} to={address("/")} aria-label={`${text.product}: ${company}`}>
        <img src="/favicon.svg" alt="" width={26} height={26} />
        <span className={classes.company}>{company}</span>
      </Link>
      <span className={classes.spacer} />
      <button type="button" className={classes.searchButton} onClick={search.open}>
        <IconSearch size={16} aria-hidden />
        <VisuallyHidden>{text.frame.search}: </VisuallyHidden>
        <span className={`${classes.searchWords} mantine-visible-from-sm`}>{text.frame.searchHint}</span>
        <Kbd size="xs" visibleFrom="sm">
          {mac ? "⌘ K" : "Ctrl K"}
        </Kbd>
      </button>
      <LevelSwitch />
      <AsOfPicker />
      <PersonMenu />
      {search.words !== null && (
        <>
          <TypedAhead words={search.words} onWords={search.write} onClose={search.close} />
          <Suspense fallback={null}>
            <Palette words={search.words} onWords={search.write} onClose={search.close} />
          </Suspense>
        </>
      )}
    </div>
  );
}

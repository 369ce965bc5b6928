import { Tooltip, VisuallyHidden } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { NavLink } from "react-router";
import { mayOpen, type Section, sections } from "@/sections";
import { text } from "@/text/pt-BR";
import { useAddress } from "../useAddress";
import { useSession } from "../useView";
import classes from "./Frame.module.css";

interface RailProps {
  folded: boolean;
  onFold: () => void;
  onNavigate: () => void;
}

/** The left rail: what is built and the person may open. */
export function Rail({ folded, onFold, onNavigate }: RailProps) {
  const session = useSession();
  const shown = sections.filter((section) => mayOpen(section, session));
  const firstBelow = shown.findIndex((section) => section.below);
  const Fold = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const foldLabel = folded ? text.frame.unfold : text.frame.fold;
  return (
    <>
      <ul className={classes.links}>
        {shown.map((section, place) => (
          <li key={section.page} className={place === firstBelow && place > 0 ? classes.below : undefined}>
            <RailLink section={section} folded={folded} onNavigate={onNavigate} />
          </li>
        ))}
      </ul>
      <Tooltip label={foldLabel} position="right" disabled={!folded}>
        <button type="button" className={`${classes.link} ${classes.fold}`} onClick={onFold} aria-label={foldLabel}>
          <Fold size={19} stroke={1.7} aria-hidden />
          {!folded && text.frame.fold}
        </button>
      </Tooltip>
    </>
  );
}

function RailLink({ section, folded, onNavigate }: { section: Section; folded: boolean; onNavigate: () => void }) {
  const address = useAddress();
  const label = text.frame.pages[section.page];
  return (
    <Tooltip label={label} position="right" disabled={!folded}>
      <NavLink to={address(section.path)} end={section.path === "/"} className={classes.link} onClick={onNavigate}>
        <section.icon size={19} stroke={1.7} aria-hidden />
        {folded ? <VisuallyHidden>{label}</VisuallyHidden> : label}
      </NavLink>
    </Tooltip>
  );
}

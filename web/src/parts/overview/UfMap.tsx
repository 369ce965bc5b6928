import { VisuallyHidden } from "@mantine/core";
import { Link } from "react-router";
import type { Overview } from "@/api/types";
import { quoted } from "@/parts/search";
import { useAddress } from "@/parts/useAddress";
import { text } from "@/text/pt-BR";
import { money, shortMoney } from "@/ui/format";
import classes from "./overview.module.css";
import { UF_TILES } from "./ufTiles";

const words = text.overview;
const TILE = 62;
const GAP = 4;

/** Brazil as tiles, the darker the more revenue; a tile leads to its customers. */
export function UfMap({ ufs }: { ufs: Overview["ufs"] }) {
  const address = useAddress();
  const byUf = new Map(ufs.map((each) => [each.value, each]));
  const most = Math.max(1, ...ufs.map((each) => each.revenue_12m_cents));
  return (
    <nav
      className={classes.map}
      aria-label={words.mapLabel}
      style={{ "--tile": `${TILE}px`, "--gap": `${GAP}px` } as React.CSSProperties}
    >
      {UF_TILES.map(([uf, column, row]) => {
        const each = byUf.get(uf);
        const place = { gridColumn: column, gridRow: row };
        if (!each) {
          return (
            <span key={uf} className={classes.tile} style={place}>
              <b>{uf}</b>
            </span>
          );
        }
        // Square roots: otherwise one state is dark and all others are as pale as nothing.
        const depth = Math.sqrt(Math.max(0, each.revenue_12m_cents) / most);
        const label = `${uf}: ${text.customers(each.customers)}, ${money(each.revenue_12m_cents)}`;
        return (
          <Link
            key={uf}
            className={classes.tile}
            data-depth={Math.max(1, Math.ceil(depth * 5))}
            style={place}
            to={address("/carteira", { where: `uf = ${quoted(uf)}` })}
            title={label}
          >
            <b>{uf}</b>
            <span>{shortMoney(each.revenue_12m_cents).replace(/^R\$\s/, "")}</span>
            <VisuallyHidden>{text.customers(each.customers)}</VisuallyHidden>
          </Link>
        );
      })}
    </nav>
  );
}

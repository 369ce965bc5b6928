import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { BulkBar } from "@/parts/portfolio/BulkBar";
import { ListBody } from "@/parts/portfolio/ListBody";
import { ListHead } from "@/parts/portfolio/ListHead";
import classes from "@/parts/portfolio/portfolio.module.css";
import { SegmentsColumn } from "@/parts/portfolio/SegmentsColumn";
import { SidePanel } from "@/parts/portfolio/SidePanel";
import { ThumbBar } from "@/parts/portfolio/ThumbBar";
import { useCustomerList } from "@/parts/portfolio/useCustomerList";
import { useListKeys } from "@/parts/portfolio/useListKeys";
import { useAddress } from "@/parts/useAddress";
import { useView } from "@/parts/useView";
import type { Selection } from "@/ui/DataTable";

/** `/carteira`: which customers, and what to do with them? */
export function Carteira() {
  const list = useCustomerList();
  const { search, change } = useView();
  const address = useAddress();
  const navigate = useNavigate();
  const phone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const opened = search.get("aberto") || null;
  const [pointed, setPointed] = useState<string | null>(null);
  const [selected, setSelected] = useState<Selection>({});
  const [everyone, setEveryone] = useState(false);
  const active = opened ?? pointed;

  const select = useCallback((changed: Selection) => {
    setSelected(changed);
    setEveryone(false);
  }, []);
  const toggle = (key: string) => {
    const { [key]: was, ...others } = selected;
    select(was ? others : { ...selected, [key]: true });
  };
  const openPanel = useCallback(
    (key: string) => {
      setPointed(key);
      change({ aberto: key }, { replace: opened !== null });
    },
    [change, opened],
  );
  const closePanel = () => opened !== null && change({ aberto: null });
  const { place, move } = useListKeys({
    keys: list.rows.map((row) => row.customer),
    active,
    onActivate: (key) => (opened === null ? setPointed(key) : openPanel(key)),
    onOpen: (key) => (opened === key ? void navigate(address(`/clientes/${encodeURIComponent(key)}`)) : openPanel(key)),
    onToggle: toggle,
    onClose: closePanel,
  });

  return (
    <div className={`${classes.page} print-lying`}>
      <ListHead list={list} phone={phone} />
      <div className={classes.columnsOfPage}>
        {!phone && opened === null && <SegmentsColumn chosen={list.segment} />}
        <div className={classes.list}>
          <BulkBar
            list={list}
            selected={selected}
            everyone={everyone}
            onEveryone={() => setEveryone(true)}
            onClear={() => select({})}
          />
          <ListBody
            list={list}
            phone={phone}
            active={active}
            onOpen={openPanel}
            selected={selected}
            onSelect={select}
          />
        </div>
        {opened !== null && !phone && (
          <SidePanel customer={opened} place={place} count={list.count} onMove={move} onClose={closePanel} />
        )}
      </div>
      {phone && <ThumbBar list={list} />}
    </div>
  );
}

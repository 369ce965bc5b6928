import { useRight } from "@/parts/useView";
import { text } from "@/text/pt-BR";
import { money, shortMoney } from "@/ui/format";
import { PageHead } from "@/ui/PageHead";
import { ColumnsChooser } from "./ColumnsChooser";
import { ExportMenu } from "./ExportMenu";
import { ListFilters } from "./ListFilters";
import { RecentChangesButton } from "./RecentChangesButton";
import type { CustomerList } from "./useCustomerList";

const words = text.list;

/** The top of the list: how many customers and how much, the filters, what can be done with all of it. */
export function ListHead({ list, phone }: { list: CustomerList; phone: boolean }) {
  const exports = useRight("export");
  const filtered = list.where !== "" || list.segment !== null;
  const revenue = list.totals?.revenue_12m_cents;
  return (
    <div style={{ marginBottom: 12 }}>
      <PageHead
        title={text.frame.pages.Carteira}
        manual="carteira"
        actions={
          <>
            <RecentChangesButton />
            {!phone && <ColumnsChooser metrics={list.metrics} columns={list.columns} onChange={list.setColumns} />}
            {exports && (
              <ExportMenu
                list={list.list}
                columns={list.columns.map((column) => column.name).join(",")}
                count={list.count}
              />
            )}
          </>
        }
      >
        {!list.isPending && !list.error && (
          <>
            {words.answer(list.count, filtered)}
            {revenue !== undefined && <span title={money(revenue)}>, {words.with(shortMoney(revenue))}</span>}
          </>
        )}
      </PageHead>
      {!phone && <ListFilters list={list} />}
    </div>
  );
}

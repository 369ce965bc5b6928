import type { Purchases } from "@/api/types";
import { text } from "@/text/pt-BR";
import { money, shortMoney } from "@/ui/format";
import classes from "./customer.module.css";

const MONTHS = ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"];

/** Revenue month by month, a row a year: seasons and gaps at a glance. */
export function MonthHeat({ months }: { months: Purchases["months"] }) {
  const byMonth = new Map(months.map((month) => [month.month, month]));
  const years = [...new Set(months.map((month) => month.month.slice(0, 4)))].toSorted().reverse();
  const most = Math.max(1, ...months.map((month) => month.revenue_cents));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.heatScroll} aria-label={text.customer.heat} tabIndex={0}>
      <table className={classes.heat} aria-label={text.customer.heat}>
        <thead>
          <tr>
            <td />
            {MONTHS.map((month) => (
              <th key={month} scope="col">
                {month}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {MONTHS.map((month, place) => {
                const cents = byMonth.get(`${year}-${String(place + 1).padStart(2, "0")}`)?.revenue_cents;
                const depth = cents && cents > 0 ? Math.max(1, Math.ceil((cents / most) * 5)) : 0;
                return (
                  <td key={month} data-depth={depth || undefined} title={cents ? money(cents) : undefined}>
                    {cents ? shortMoney(cents).replace(/R\$\s/, "") : ""}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

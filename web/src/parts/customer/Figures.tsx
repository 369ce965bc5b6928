import { useQuery } from "@tanstack/react-query";
import { metricsQuery } from "@/api/portfolio";
import type { Customer } from "@/api/types";
import { Why } from "@/ui/Why";
import { MetricValue } from "../MetricValue";
import { MetricLabel } from "../portfolio/MetricLabel";
import { useSession } from "../useView";
import classes from "./customer.module.css";

/** Figures of a customer, each of which explains itself. */
export function Figures({ customer, names }: { customer: Customer; names: string[] }) {
  const { today } = useSession();
  const { data } = useQuery(metricsQuery);
  const metrics = names.flatMap((name) => data?.find((metric) => metric.name === name) ?? []);
  return (
    <dl className={classes.figures}>
      {metrics.map((metric) => (
        <div key={metric.name}>
          <dt>
            <MetricLabel metric={metric} />
          </dt>
          <dd>
            <Why customer={customer.customer} metric={metric.name}>
              <MetricValue metric={metric} value={customer.values[metric.name]} today={today} />
            </Why>
          </dd>
        </div>
      ))}
    </dl>
  );
}

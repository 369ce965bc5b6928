import { Drawer, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { explanationQuery } from "@/api/customers";
import type { Explanation } from "@/api/types";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { date } from "@/ui/format";
import { Waiting } from "@/ui/Waiting";
import { MetricValue } from "../MetricValue";
import { useSession, useView } from "../useView";
import { useWhy } from "./useWhy";
import { WhyDocuments } from "./WhyDocuments";
import classes from "./why.module.css";

/** Why a number is what it is: formula, settings in force, inputs, documents that add up to it. */
export function WhyDrawer() {
  const { asked, close } = useWhy();
  const { view } = useView();
  const { data, error, refetch } = useQuery({
    ...explanationQuery(asked?.customer ?? "", asked?.metric ?? "", view),
    enabled: asked !== null,
  });
  return (
    <Drawer opened={asked !== null} onClose={close} position="right" size={560} title={text.why}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={8} />}
      {data && <Answer why={data} />}
    </Drawer>
  );
}

function Answer({ why }: { why: Explanation }) {
  const { today } = useSession();
  const words = text.explanation;
  return (
    <Stack gap="lg">
      <div>
        <Text size="sm" c="dimmed">
          {why.name ?? why.customer} · {words.asOf(date(why.as_of))}
        </Text>
        <Title order={2} size="h4" mt={2}>
          {why.metric.label}
        </Title>
        <div className={classes.value}>
          <MetricValue metric={why.metric} value={why.value} today={today} />
        </div>
        {why.corrected_at && <Text size="sm">{words.corrected(date(why.corrected_at))}</Text>}
      </div>
      <section>
        <h3 className={classes.heading}>{words.formula}</h3>
        <Text size="sm">{why.metric.formula}</Text>
        <Text size="xs" c="dimmed" mt={4}>
          {words.source(why.metric.source)}
        </Text>
      </section>
      {why.inputs.length > 0 && (
        <section>
          <h3 className={classes.heading}>{words.inputs}</h3>
          <dl className={classes.pairs}>
            {why.inputs.map((input) => (
              <div key={input.name}>
                <dt>{input.label}</dt>
                <dd>
                  <MetricValue metric={{ ...input, words: [] }} value={input.value} today={today} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {why.settings.length > 0 && (
        <section>
          <h3 className={classes.heading}>{words.settings}</h3>
          <dl className={classes.pairs}>
            {why.settings.map((setting) => (
              <div key={setting.name}>
                <dt>{setting.label}</dt>
                <dd className="number">{words.setting(setting.value)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <WhyDocuments why={why} />
    </Stack>
  );
}

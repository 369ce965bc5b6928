import { Button, Text } from "@mantine/core";
import { useState } from "react";
import type { Explanation } from "@/api/types";
import { text } from "@/text/pt-BR";
import { DocumentName } from "@/ui/DocumentName";
import { date, money } from "@/ui/format";
import { Money } from "@/ui/Money";
import classes from "./why.module.css";

const SHOWN = 100;

/** The documents behind a number, with their sum at the foot. */
export function WhyDocuments({ why }: { why: Explanation }) {
  const [all, setAll] = useState(false);
  const words = text.explanation;
  if (why.documents.length === 0) return null;
  const shown = all ? why.documents : why.documents.slice(0, SHOWN);
  const equal = why.metric.unit === "cents" && why.documents_total_cents === why.value;
  return (
    <section>
      <h3 className={classes.heading}>{words.documents(why.documents.length)}</h3>
      <table className={classes.documents}>
        <thead>
          <tr>
            <th scope="col">{words.on}</th>
            <th scope="col">{words.document}</th>
            <th scope="col">{words.amount}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((document, place) => (
            <tr key={`${document.key}${document.detail ?? ""}${place}`}>
              <td className="number">{date(document.on)}</td>
              <td>
                {document.kind_label}
                {document.detail && ` · ${document.detail}`}
                <div className={classes.document}>
                  <DocumentName document={document.key} />
                </div>
              </td>
              <td>
                <Money cents={document.amount_cents} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {words.total}
            </th>
            <td className="number">{money(why.documents_total_cents)}</td>
          </tr>
        </tfoot>
      </table>
      {equal && (
        <Text size="sm" c="var(--good)" mt={6}>
          {words.addsUp}
        </Text>
      )}
      {shown.length < why.documents.length && (
        <Button variant="subtle" size="xs" mt={6} onClick={() => setAll(true)}>
          {text.all}
        </Button>
      )}
    </section>
  );
}

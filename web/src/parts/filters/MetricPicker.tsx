import { ScrollArea, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import classes from "./filters.module.css";

const words = text.filters;
const LAYERS = ["registration", "own", "rank"] as const;

interface MetricPickerProps {
  metrics: Metric[];
  onPick: (metric: Metric) => void;
  placeholder?: string;
}

/** The catalogue, by subject, found by a word of its labels. */
export function MetricPicker({ metrics, onPick, placeholder = words.find }: MetricPickerProps) {
  const [looked, setLooked] = useState("");
  const found = metrics.filter((metric) => plain(`${metric.label} ${metric.name}`).includes(plain(looked)));
  return (
    <div>
      <TextInput
        size="sm"
        data-autofocus
        leftSection={<IconSearch size={15} aria-hidden />}
        placeholder={placeholder}
        aria-label={placeholder}
        value={looked}
        onChange={(event) => setLooked(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !found[0]) return;
          // The same press must not reach the field that comes in place of this one.
          event.preventDefault();
          onPick(found[0]);
        }}
      />
      <ScrollArea.Autosize mah={320} mt={6} type="auto">
        {found.length === 0 && <div className={classes.none}>{words.nothing}</div>}
        {LAYERS.map((layer) => {
          const ofLayer = found.filter((metric) => metric.layer === layer);
          if (ofLayer.length === 0) return null;
          return (
            <div key={layer}>
              <div className={classes.group}>{words.groups[layer]}</div>
              {ofLayer.map((metric) => (
                <UnstyledButton
                  key={metric.name}
                  className={classes.option}
                  onClick={() => onPick(metric)}
                  title={metric.formula}
                >
                  {metric.label}
                </UnstyledButton>
              ))}
            </div>
          );
        })}
      </ScrollArea.Autosize>
    </div>
  );
}

/** Without accents and capitals. */
function plain(written: string): string {
  return written.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

import { DateInput, type DateInputProps } from "@mantine/dates";
import { useState } from "react";
import { text } from "@/text/pt-BR";
import { parsedDate } from "./writtenDate";

interface DayInputProps extends Omit<DateInputProps, "value" | "onChange" | "maxDate" | "minDate" | "error"> {
  /** `2026-11-30`. */
  value: string | null;
  /** What was chosen or written; nothing where what is written is no date, or none that may be chosen. */
  onChange: (day: string | null) => void;
  /** The first day that may be chosen, and what is said of those before it. */
  first?: { day: string; said: string };
  /** The last day that may be chosen, and what is said of those after it. */
  last?: { day: string; said: string };
}

/** A date, chosen or written; what is written stays, and why it cannot be taken is said under it. */
export function DayInput({ value, onChange, first, last, ...others }: DayInputProps) {
  const [written, setWritten] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const problem = written === null ? null : problemOf(written);

  function problemOf(typed: string): string | null {
    if (typed.trim() === "") return null;
    const day = parsedDate(typed);
    if (day === null) return text.noDate;
    if (first && day < first.day) return first.said;
    return last && day > last.day ? last.said : null;
  }

  return (
    <DateInput
      valueFormat="DD/MM/YYYY"
      dateParser={parsedDate}
      fixOnBlur={false}
      {...(first && { minDate: first.day })}
      {...(last && { maxDate: last.day })}
      {...others}
      value={value}
      error={isTried && problem}
      onChange={(day) => {
        setWritten(null);
        onChange(day);
      }}
      onInput={(event) => {
        const typed = event.currentTarget.value;
        setTried(false);
        setWritten(typed);
        onChange(problemOf(typed) === null ? parsedDate(typed) : null);
      }}
      onBlur={() => setTried(true)}
      onKeyDown={(event) => event.key === "Enter" && setTried(true)}
    />
  );
}

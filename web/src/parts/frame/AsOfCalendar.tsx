import { DatePicker } from "@mantine/dates";

interface AsOfCalendarProps {
  asOf: string;
  last: string;
  onChoose: (date: string | null) => void;
}

/** The calendar of the date picker, loaded when it is opened. */
export function AsOfCalendar({ asOf, last, onChoose }: AsOfCalendarProps) {
  return <DatePicker value={asOf} defaultDate={asOf} onChange={onChoose} maxDate={last} />;
}

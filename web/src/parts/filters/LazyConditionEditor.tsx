import { type ComponentProps, lazy, Suspense } from "react";
import { Waiting } from "@/ui/Waiting";
import type { ConditionEditor } from "./ConditionEditor";

const Editor = lazy(async () => ({ default: (await import("./ConditionEditor")).ConditionEditor }));

/** The editor of a condition with its calendars and lists, loaded when a filter is opened. */
export function LazyConditionEditor(props: ComponentProps<typeof ConditionEditor>) {
  return (
    <Suspense fallback={<Waiting lines={3} height={28} />}>
      <Editor {...props} />
    </Suspense>
  );
}

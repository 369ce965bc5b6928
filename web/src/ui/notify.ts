import { notifications } from "@mantine/notifications";
import { Problem } from "@/api/Problem";
import { text } from "@/text/pt-BR";

/** Says in one sentence that something was done. */
export function notifyDone(message: string) {
  notifications.show({ message, color: "petrol", autoClose: 5000 });
}

/** Says what went wrong and stays until it is closed. */
export function notifyProblem(error: unknown) {
  const problem = error instanceof Problem ? error : null;
  notifications.show({
    title: problem?.title ?? text.problems.page,
    message: problem?.message ?? text.problems.pageDetail,
    color: "red",
    autoClose: 12_000,
  });
}

import { notifications } from "@mantine/notifications";
import { problemWords } from "./problemWords";

/** Says in one sentence that something was done. */
export function notifyDone(message: string) {
  notifications.show({ message, color: "petrol", autoClose: 5000 });
}

/** Says what went wrong and stays until it is closed. */
export function notifyProblem(error: unknown) {
  const { title, message } = problemWords(error);
  notifications.show({
    title,
    message,
    color: "red",
    autoClose: 12_000,
  });
}

import { expect, it } from "vitest";
import { Problem } from "@/api/Problem";
import { fieldProblem } from "./fieldProblem";

const problem = (field: string) =>
  new Problem({
    status: 422,
    code: "invalid",
    title: "",
    detail: "",
    errors: [{ field, detail: "maior que o outro" }],
  });

it("is told of the setting that a problem names", () => {
  expect(fieldProblem("status.active_days", null, problem("status.active_days"))).toBe("maior que o outro");
  expect(fieldProblem("status.active_days", problem("values.status.active_days"), null)).toBe("maior que o outro");
  expect(fieldProblem("status.risk_days", problem("status.active_days"), new Error("rede"))).toBeUndefined();
});

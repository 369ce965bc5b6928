import { expect, it } from "vitest";
import { Problem } from "@/api/Problem";
import { mayPass, problemWords, requestOf } from "./problemWords";

const problem = (status: number, code: string, title: string, detail: string, errors: string[] = []) =>
  new Problem({ status, code, title, detail, errors: errors.map((each) => ({ field: "x", detail: each })) }, "ab12");

it("says what happened rather than what its code is called", () => {
  const taken = problem(409, "conflict", "O estado atual não permite isto", "já existe o usuário ana.");
  expect(problemWords(taken)).toEqual({ title: null, message: "Já existe o usuário ana." });
  const wrong = problem(422, "invalid", "Há valores que não servem", "A senha não confere.", ["A senha não confere."]);
  expect(problemWords(wrong)).toEqual({ title: null, message: "A senha não confere." });
});

it("keeps the title above several errors, and where it says more than the detail", () => {
  const several = problem(422, "invalid", "Há valores que não servem", "Veja os campos.", ["a", "b"]);
  expect(problemWords(several).title).toBe("Há valores que não servem");
  expect(problemWords(problem(503, "busy", "O servidor está ocupado", "Tente de novo.")).title).not.toBeNull();
});

it("offers to ask again, and names the request, only where that helps", () => {
  expect(mayPass(problem(404, "not_found", "Não encontrado", "Não está aqui."))).toBe(false);
  expect(mayPass(problem(500, "internal", "Algo falhou", "Avise."))).toBe(true);
  expect(requestOf(problem(404, "not_found", "Não encontrado", "Não está aqui."))).toBeUndefined();
  expect(requestOf(problem(500, "internal", "Algo falhou", "Avise."))).toBe("ab12");
});

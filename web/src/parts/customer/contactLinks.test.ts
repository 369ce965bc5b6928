import { expect, it } from "vitest";
import { emailsOf, isUsablePhone, mailLink, phoneLink, whatsappLink } from "./contactLinks";

it.each([
  ["(11) 98765-4321", "5511987654321"],
  ["11987654321", "5511987654321"],
  ["5511987654321", "5511987654321"],
  ["+351 912 345 678", "351912345678"],
])("%s is called as +%s", (written, called) => {
  expect(phoneLink(written)).toBe(`tel:+${called}`);
  expect(whatsappLink(written)).toBe(`https://wa.me/${called}`);
});

it.each([
  ["compras@exemplo.com.br; nfe@exemplo.com.br", ["compras@exemplo.com.br", "nfe@exemplo.com.br"]],
  ["j***@exemplo.com.br", []],
  [null, []],
])("the addresses of %s", (written, emails) => {
  expect(emailsOf(written)).toEqual(emails);
});

it.each([
  ["+5511987654321", true],
  ["(19) 3322-4455", true],
  ["•••", false],
  ["+55119****4321", false],
  ["ramal 12", false],
  ["", false],
  [null, false],
])("whether %s can be called", (written, usable) => {
  expect(isUsablePhone(written)).toBe(usable);
});

it("an address cannot bring parameters of its own", () => {
  expect(mailLink("a@b.com?bcc=c@d.com")).toBe("mailto:a@b.com%3Fbcc%3Dc@d.com");
});

import { describe, expect, it } from "vitest";
import {
  addDays,
  bytes,
  cep,
  count,
  date,
  daysAgo,
  documentName,
  money,
  nearDate,
  percent,
  phone,
  shortMoney,
  shortMonth,
  taxId,
} from "./format";

/** Numbers are written with spaces that do not break; here they are compared with plain ones. */
const plain = (written: string) => written.replace(/[\u00a0\u202f]/g, " ");

describe("money", () => {
  it.each([
    [1_234_567, "R$ 12.345,67"],
    [0, "R$ 0,00"],
    [-5, "-R$ 0,05"],
    [9_007_199_254_740_99, "R$ 9.007.199.254.740,99"],
  ])("%d cents in full", (cents, written) => {
    expect(plain(money(cents))).toBe(written);
  });

  it.each([
    [123_456_789, "R$ 1,2 mi"],
    [8_421_000, "R$ 84,2 mil"],
    [32_000, "R$ 320"],
    [0, "R$ 0"],
    [99_995_000, "R$ 1 mi"],
    [99_940_000, "R$ 999 mil"],
    [25_000_000, "R$ 250 mil"],
    [184_000_000_000, "R$ 1,8 bi"],
    [-123_456_789, "-R$ 1,2 mi"],
  ])("%d cents in short", (cents, written) => {
    expect(plain(shortMoney(cents))).toBe(written);
  });
});

describe("counts and shares", () => {
  it.each([
    [1482, "1.482"],
    [0, "0"],
  ])("%d", (number, written) => {
    expect(count(number)).toBe(written);
  });

  it.each([
    [0.062, "6,2 %"],
    [0.38, "38,0 %"],
    [1, "100,0 %"],
    [12.34, "1.234 %"],
    [-0.337, "-33,7 %"],
  ])("%d", (share, written) => {
    expect(plain(percent(share))).toBe(written);
  });
});

describe("dates", () => {
  const today = "2026-11-30";

  it.each([
    ["2026-11-30", "hoje"],
    ["2026-11-29", "ontem"],
    ["2026-12-01", "amanhã"],
    ["2026-11-27", "há 3 dias"],
    ["2026-12-12", "em 12 dias"],
    ["2026-10-31", "há 30 dias"],
    ["2026-10-30", "30/10/2026"],
    ["2027-03-01", "01/03/2027"],
  ])("%s is said as %s", (on, words) => {
    expect(nearDate(on, today)).toBe(words);
  });

  it("are written the Brazilian way", () => {
    expect(date("2026-11-30")).toBe("30/11/2026");
    expect(shortMonth("2026-11")).toBe("nov/26");
    expect(daysAgo(74)).toBe("há 74 dias");
    expect(addDays("2026-02-27", 2)).toBe("2026-03-01");
  });
});

describe("identities", () => {
  it.each([
    ["12ABC34501DE35", "12.ABC.345/01DE-35"],
    ["11222333", "11.222.333"],
    ["12345678909", "123.456.789-09"],
    ["EXTERIOR-1", "EXTERIOR-1"],
    ["***.123.456-**", "***.123.456-**"],
    ["***********", "***********"],
    ["********", "********"],
  ])("%s", (id, written) => {
    expect(taxId(id)).toBe(written);
  });

  it.each([
    ["11987654321", "(11) 98765-4321"],
    ["1133224455", "(11) 3322-4455"],
    ["+55 11 98765-4321", "(11) 98765-4321"],
    ["+5519987654321", "(19) 98765-4321"],
    ["ramal 12", "ramal 12"],
    ["•••", "•••"],
    ["(11) *****-4321", "(11) *****-4321"],
  ])("%s", (number, written) => {
    expect(phone(number)).toBe(written);
  });

  it.each([
    ["14010310", "14010-310"],
    ["14010-310", "14010-310"],
    ["123", "123"],
  ])("CEP %s", (code, written) => {
    expect(cep(code)).toBe(written);
  });

  it.each([
    ["35261112ABC34501DE35550010000123451123456789", "NF-e 12.345 série 1"],
    ["35261111222333000181650020000000071123456789", "NFC-e 7 série 2"],
    ["35261111222333000181590020000000071123456789", null],
    ["tabela:vendas.csv/12", null],
    ["", null],
  ])("document %s", (key, name) => {
    expect(documentName(key)).toBe(name);
  });

  it("sizes", () => {
    expect(plain(bytes(482_133))).toBe("482,1 kB");
  });
});

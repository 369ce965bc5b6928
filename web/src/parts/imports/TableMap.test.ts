import { describe, expect, it } from "vitest";
import { TableMap } from "./TableMap";

const VENDAS = `# Como o Carteira deve ler esta tabela.

# Do que a tabela trata: customers, sales, receivables, products ou sellers.
kind = "sales"

# A ordem das datas: day_first (31/12/2026) ou month_first (12/31/2026).
dates = "day_first"

# Qual coluna é o quê: o nome no cabeçalho, entre aspas, ou a posição, a partir de 1.
[columns]
"customer.tax_id" = "CNPJ # do \\"cliente\\""  # CNPJ ou CPF do cliente
"invoice.issue_date" = 4  # data da venda ou emissão
'not a field' = 3
# "item.total" = ""  # valor total do item
`;

describe("the map of a table", () => {
  it("gives the column of each field that has one", () => {
    const places = TableMap.parse(VENDAS).places();
    expect([...places]).toEqual([
      ["customer.tax_id", 'CNPJ # do "cliente"'],
      ["invoice.issue_date", 4],
    ]);
  });

  it.each([
    ["item.total", "Valor Líquido", '"item.total" = "Valor Líquido"  # valor total do item'],
    ["item.total", 7, '"item.total" = 7  # valor total do item'],
    ["invoice.issue_date", null, '# "invoice.issue_date" = ""  # data da venda ou emissão'],
    ["customer.tax_id", 'A "B"', '"customer.tax_id" = "A \\"B\\""  # CNPJ ou CPF do cliente'],
    ["item.price", "Preço", '"item.price" = "Preço"'],
  ])("puts %s at %s", (field, place, line) => {
    const changed = TableMap.parse(VENDAS).withField(field, place);
    expect(changed.toString().split("\n")).toContain(line);
    expect(changed.places().get(field) ?? null).toBe(place);
  });

  it("keeps every other line as it was", () => {
    const changed = TableMap.parse(VENDAS).withField("item.total", 7).withField("item.total", null);
    expect(changed.toString()).toBe(VENDAS);
    expect(TableMap.parse(VENDAS).toString()).toBe(VENDAS);
  });

  it("reads and changes what stands above the columns", () => {
    const map = TableMap.parse(VENDAS);
    expect([map.setting("kind"), map.setting("decimals")]).toEqual(["sales", null]);
    const changed = map.withSetting("dates", "month_first").withSetting("decimals", "point");
    expect(changed.setting("dates")).toBe("month_first");
    expect(changed.toString().startsWith('decimals = "point"\n')).toBe(true);
  });

  it("reads literal strings and escapes of eight digits", () => {
    const map = TableMap.parse('[columns]\n"customer.code" = \'C:\\ód\'\n"customer.city" = "\\U000000e3"\n');
    expect([...map.places().values()]).toEqual(["C:\\ód", "ã"]);
  });
});

//! Goals of sellers, and how much of each portfolio bought, counted by hand.

use serde_json::{Value, json};

use crate::Company;

/// Ana sold 1.000,00 and took back 100,00 in November, and 50,00 in October; Bruno, code 7, sold 300,00;
/// nobody is said to have sold the 80,00.
const SALES: &str = "Pedido;Data;CNPJ;Cliente;Vendedor;Valor Total\n\
                     1;03/11/2026;44.555.666/0001-81;Alfa;Ana Lima;1.000,00\n\
                     2;09/11/2026;44.555.666/0001-81;Alfa;ANA LIMA;-100,00\n\
                     3;05/11/2026;55.666.777/0001-81;Beta;7;300,00\n\
                     4;06/11/2026;529.982.247-25;Caio;;80,00\n\
                     5;20/10/2026;11.444.777/0001-61;Delta;Ana Lima;50,00\n\
                     6;20/11/2026;11.444.777/0001-61;Delta;Ana Lima;20,00\n";

const SELLERS: &str = "Código;Nome;Equipe\n7;Bruno Reis;Sul\n";

fn company() -> Company {
    let company = Company::new();
    let sales = company.write("vendas.csv", SALES);
    let (code, report) = company.import([sales, company.write("vendedores.csv", SELLERS)]);
    assert_eq!((code, &report["rejects"]), (0, &json!(0)));
    company
}

fn set(company: &Company, seller: &str, month: &str, amount: &str) {
    let set = company.run(["goal", "set", seller, month, amount]);
    assert_eq!(set.code, 0, "{}", set.err);
}

fn goals(company: &Company, as_of: &str) -> Vec<Value> {
    company.json_lines(["goal", "list", "--month", "2026-11", "--as-of", as_of])
}

#[test]
fn goals_stand_beside_what_was_sold_and_what_the_month_comes_to() {
    let company = company();
    set(&company, "Ana Lima", "2026-11", "3.000,00");
    set(&company, "Bruno Reis", "2026-11", "R$ 400");
    set(&company, "Carla", "2026-12", "10");
    let line = |seller: Value, goal: Value, attained: i64, share: Value, projected: i64| {
        json!({ "seller": seller, "month": "2026-11", "as_of": "2026-11-10", "goal_cents": goal,
                "attained_cents": attained, "attained_share": share, "projected_cents": projected })
    };
    // Ten of thirty days are over: three times as much by the end.
    let expected = [
        line(json!("Ana Lima"), json!(300_000), 90_000, json!(0.3), 270_000),
        line(json!("Bruno Reis"), json!(40_000), 30_000, json!(0.75), 90_000),
        line(json!(null), json!(null), 8_000, json!(null), 24_000),
    ];
    assert_eq!(goals(&company, "2026-11-10"), expected);
    // A month that is over comes to what it came to.
    let ana = &goals(&company, "2026-12-05")[0];
    assert_eq!((&ana["attained_cents"], &ana["projected_cents"]), (&json!(92_000), &json!(92_000)));
    let december = &company.json_lines(["goal", "list", "--month", "2026-12", "--as-of", "2026-11-10"])[0];
    assert_eq!((&december["attained_cents"], &december["projected_cents"]), (&json!(0), &json!(null)));
    let months: Vec<Value> = company.json_lines(["goal", "list", "--as-of", "2026-11-10"]);
    assert_eq!(months.iter().map(|line| line["month"].as_str().unwrap()).max(), Some("2026-12"));
}

#[test]
fn a_goal_is_replaced_and_taken_back() {
    let company = company();
    set(&company, "Ana Lima", "2026-11", "3.000,00");
    set(&company, "ana lima", "11/2026", "2.000,50");
    assert_eq!(goals(&company, "2026-11-10")[0]["goal_cents"], 200_050);
    set(&company, "Ana Lima", "2026-11", "-");
    assert_eq!(goals(&company, "2026-11-10")[0]["goal_cents"], json!(null));
    let shown = company.run(["goal", "list", "--month", "2026-11", "--as-of", "2026-11-10"]);
    for part in ["Ana Lima", "11/2026", "R$ 900,00", "R$ 2.700,00", "(sem vendedor)"] {
        assert!(shown.out.contains(part), "{part} in {}", shown.out);
    }
}

#[test]
fn a_goal_that_makes_no_sense_is_refused() {
    let company = Company::new();
    for (seller, month, amount, code) in [
        ("Ana", "2026-13", "1", 2),
        ("Ana", "2026-11", "mil", 1),
        ("Ana", "2026-11", "-5", 1),
        (" ", "2026-11", "5", 1),
    ] {
        let refused = company.run(["goal", "set", seller, month, amount]);
        assert_eq!(refused.code, code, "{seller} {month} {amount}: {}", refused.err);
    }
}

/// At the end of November, of four customers: Alfa, Beta and Caio bought in it and are in the portfolio;
/// Delta, whose owner is Bruno by the list though Ana sold to it last, bought on the 20th.
#[test]
fn the_part_of_each_portfolio_that_bought_is_counted() {
    let company = company();
    let owners = "CNPJ;Razão Social;Vendedor responsável\n11.444.777/0001-61;Delta;Bruno Reis\n\
                  88.999.111/0001-02;Nunca Comprou;Ana Lima\n";
    company.import([company.write("carteira.csv", owners)]);
    let counted = |arguments: &[&str]| -> Vec<(Value, u64, u64)> {
        let lines = company.json_lines([&["positivacao", "--as-of"], arguments].concat());
        let line = |line: &Value| {
            (line["name"].clone(), line["customers"].as_u64().unwrap(), line["buyers"].as_u64().unwrap())
        };
        lines.iter().map(line).collect()
    };
    let bruno = || json!("Bruno Reis");
    assert_eq!(counted(&["2026-11-30"]), [(json!("Ana Lima"), 1, 1), (bruno(), 2, 2), (json!(null), 1, 1)]);
    // On the 10th Delta had not bought in November: it is in the portfolio and not among the buyers.
    assert_eq!(counted(&["2026-11-10"]), [(json!("Ana Lima"), 1, 1), (bruno(), 2, 1), (json!(null), 1, 1)]);
    assert_eq!(counted(&["2026-11-30", "--by", "team"]), [(json!("Sul"), 2, 2), (json!(null), 2, 2)]);
    assert_eq!(counted(&["2026-11-30", "--month", "2026-10"]), [(bruno(), 1, 1)]);
    // Whom a person made responsible comes before every list.
    assert_eq!(company.run(["customer", "set", "11444777", "owner", "Ana Lima"]).code, 0);
    assert_eq!(counted(&["2026-11-30"]), [(json!("Ana Lima"), 2, 2), (bruno(), 1, 1), (json!(null), 1, 1)]);
    // In 2030 all are former customers.
    assert_eq!(counted(&["2030-01-01"]), []);
    let early = company.run(["positivacao", "--as-of", "2026-11-10", "--month", "2026-12"]);
    assert_eq!(early.code, 1);
    assert!(early.err.contains("o mês 12/2026 ainda não começou em 10/11/2026"), "{}", early.err);
    let shown = company.run(["positivacao", "--as-of", "2026-11-10"]);
    for part in ["(sem vendedor)", "Total", "50 %", "75 %"] {
        assert!(shown.out.contains(part), "{part} in {}", shown.out);
    }
}

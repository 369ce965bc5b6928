//! A workspace with something of everything, for tests that walk over all customers.

use domain::facts::ItemClass::{
    AdvanceBilling, Bonus, Complement, CouponDuplicate, DeliveryOfAdvanceBilling, PriceReduction, Purchase, Return,
    Sale,
};
use domain::facts::{Document, Side};
use support::{cancellation, key, listed, note, settlement, stated_product, stated_seller, title};

use crate::base::{ALFA, ALFA_BRANCH, ANA, BETA, Base, GAMA, day};
use crate::naive::with_particulars;

/// The date the workspace is looked at from.
pub const AS_OF: &str = "2026-06-30";

/// A company that buys often; one that bought twice; one that bought once, long ago.
pub const OFTEN: &str = "77888999000181";
pub const TWICE: &str = "10203040000194";
pub const LONG_AGO: &str = "20304050000170";

/// A company that was only given something.
pub const GIFTED: &str = "99888777000100";

/// A person who only shows a CPF at the counter, and someone abroad.
pub const CONSUMER: &str = "39053344705";
pub const FOREIGN: &str = "nfe:ACME";

/// ALFA buys by two establishments, returns a line and a whole note; BETA gets a bonus, a complement, a
/// lower price and a cancelled note; GAMA is billed in advance and has a coupon's note.
pub fn documents() -> Vec<Document> {
    let mut documents = vec![
        note(1)
            .to(ALFA)
            .on("2025-02-03")
            .taxed_line(Sale, "P1", 120_000, 6_000)
            .saying("Alfa", "Santos", "SP")
            .document(),
        note(2).to(ALFA).on("2025-09-10").sale("P1", 80_000).sale("P2", 20_001).document(),
        note(3).to(ALFA_BRANCH).on("2025-11-02").sale("P2", 30_000).saying("Alfa Filial", "Recife", "PE").document(),
        note(4).to(ALFA).on("2026-05-20").sale("P1", 45_000).document(),
        note(5).to(ALFA).on("2025-09-20").line(Return, "P2", 10_000).line_refers_to(1, key(55, 2), 2).document(),
        note(6).to(ALFA_BRANCH).on("2025-12-02").line(Return, "P2", 30_000).refers_to(key(55, 3)).document(),
        note(7)
            .to(BETA)
            .on("2026-04-15")
            .sale("P1", 9_900)
            .line(Bonus, "P9", 1_000)
            .saying("Beta", "Natal", "RN")
            .document(),
        note(8).to(BETA).on("2026-04-20").line(Complement, "P1", 150).refers_to(key(55, 7)).document(),
        note(9).to(BETA).on("2026-05-02").line(PriceReduction, "P1", 333).refers_to(key(55, 7)).document(),
        note(10).to(BETA).on("2026-06-01").sale("P1", 77_777).document(),
        cancellation(key(55, 10), "2026-06-02"),
        note(11).to(GAMA).on("2026-01-12").line(AdvanceBilling, "P3", 25_000).saying("Gama", "Belém", "PA").document(),
        note(12).to(GAMA).on("2026-02-12").taxed_line(DeliveryOfAdvanceBilling, "P3", 25_000, 1_250).document(),
        note(13).coupon().on("2026-03-01").sale("P1", 4_321).document(),
        note(14).to(GAMA).on("2026-03-02").line(CouponDuplicate, "P1", 4_321).refers_to(key(65, 13)).document(),
        note(15).coupon().to(CONSUMER).on("2026-06-03").sale("P1", 1_250).document(),
        note(16).coupon().on("2026-06-03").sale("P1", 990).document(),
        note(17).to(ANA).on("2026-06-10").sale("P1", 5_005).saying("Ana", "Santos", "SP").document(),
        note(18).to(FOREIGN).on("2025-08-08").sale("P1", 60_000).naming("Acme Inc.").document(),
        note(19).to(GIFTED).on("2026-06-12").line(Bonus, "P9", 500).naming("Delta").document(),
        note(20).to(LONG_AGO).on("2023-01-05").sale("P1", 3_000).naming("Zeta").document(),
        note(21).to(TWICE).on("2025-10-01").sale("P1", 2_000).naming("Épsilon").document(),
        note(22).to(TWICE).on("2026-02-08").sale("P1", 2_500).document(),
    ];
    let days = ["2026-01-07", "2026-01-21", "2026-02-18", "2026-03-05", "2026-04-30"];
    for (number, on) in (30..).zip(days) {
        documents.push(note(number).to(OFTEN).on(on).sale("P1", 7_001).naming("Ômega").document());
    }
    documents
}

/// A company that buys every December; one that stopped buying a product; one won back; one of whose
/// establishments is silent.
pub const YEARLY: &str = "30405060000155";
pub const STOPPED: &str = "40506070000130";
pub const WON_BACK: &str = "50607080000116";
pub const HALF_SILENT: [&str; 2] = ["60708090000100", "60708090000282"];

/// The documents, each with a seller or none, taxes and classifications, and those of four companies more.
pub fn more_documents() -> Vec<Document> {
    let mut documents = documents();
    let mut numbers = 100..;
    let mut sell = |customer: &str, product: &str, days: &[&str]| {
        for on in days {
            let number = numbers.next().unwrap_or_default();
            documents.push(note(number).to(customer).on(on).sale(product, 1_000).naming(customer).document());
        }
    };
    sell(YEARLY, "P1", &["2023-12-05", "2023-12-20", "2024-12-10", "2025-12-03"]);
    sell(STOPPED, "P1", &["2025-12-05", "2026-01-05", "2026-02-05", "2026-06-20"]);
    sell(STOPPED, "P2", &["2025-12-05", "2026-01-05", "2026-02-05"]);
    sell(WON_BACK, "P1", &["2025-01-05", "2025-01-15", "2025-01-25", "2026-06-01"]);
    sell(HALF_SILENT[0], "P1", &["2026-04-05", "2026-05-05", "2026-06-05"]);
    sell(HALF_SILENT[1], "P1", &["2025-08-05", "2025-09-05", "2025-10-05"]);
    documents.extend(titles());
    documents.extend(lists());
    (1..).zip(documents).map(|(number, document)| with_particulars(document, number)).collect()
}

/// A company that only a table of titles knows.
pub const OWING: &str = "70809010000158";

/// Titles of every kind: open, overdue, paid late, in part, on no day; a credit; of a table, of a note.
fn titles() -> Vec<Document> {
    vec![
        note(90).to(ALFA).on("2026-01-20").sale("P1", 900).due("2026-02-20", 400).due("2026-03-20", 500).document(),
        settlement(key(55, 90), 1, &[(day("2026-02-05"), 300), (day("2026-03-01"), 150)]),
        title("T1", ALFA_BRANCH, day("2026-03-20"), 500).paid_on(day("2026-04-01")).paid(450).document(),
        title("T2", BETA, day("2025-12-20"), 7_000).issued(day("2025-11-20")).open(2_000).document(),
        title("T3", BETA, day("2026-01-20"), 600).credit().document(),
        title("T4", OWING, day("2026-08-20"), 1_234).document(),
        title("T5", OWING, day("2026-02-01"), 800).issued(day("2026-01-02")).paid_on(day("2026-03-05")).document(),
    ]
}

/// Lists of customers and of sellers, and a note that a customer issued.
fn lists() -> Vec<Document> {
    vec![
        listed(ALFA, Some("Rita"), None, day("2026-05-01")),
        listed(ALFA_BRANCH, Some("Jorge"), Some("+551140028922"), day("2026-06-01")),
        listed(BETA, Some("05"), None, day("2026-06-01")),
        listed(GAMA, Some("Ninguém"), None, day("2026-06-01")),
        stated_product("P1", Some(55)),
        stated_product("P3", Some(1_000)),
        stated_seller("05", Some("Rita"), Some("Sul")),
        stated_seller("JÓRGE", None, Some("Norte")),
        note(91).issued_by(BETA).side(Side::Purchase).to(BETA).on("2026-01-05").line(Purchase, "X", 100).document(),
    ]
}

/// The team of a seller of the lists, by code or name.
pub fn team(owner: &str) -> Option<&'static str> {
    match owner {
        "Rita" | "05" => Some("Sul"),
        "Jorge" => Some("Norte"),
        _ => None,
    }
}

/// The workspace.
pub async fn rich() -> Base {
    Base::of(documents()).await
}

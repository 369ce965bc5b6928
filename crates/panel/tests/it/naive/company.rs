//! Small companies at random: everything that changes what a sale is worth, close together, so that
//! it meets.

use domain::facts::{Body, Document, EventKind, Item, ItemAmounts, ItemClass, Note, Purpose, Side};
use domain::party::PartyKey;
use domain::{AccessKey, Cents, Day, Quantity};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use support::{
    NoteBuilder, TitleBuilder, event, key, listed, note, settlement, settlement_cancellation, stated_product,
    stated_seller, title,
};

use crate::base::{ALFA, ALFA_BRANCH, ANA, BETA, GAMA, day};

/// Whoever may buy; nobody for a consumer without identification.
const BUYERS: [Option<&str>; 11] = [
    Some(ALFA),
    Some(ALFA_BRANCH),
    Some("44555666000343"),
    Some(BETA),
    Some("55666777000262"),
    Some(GAMA),
    Some(ANA),
    Some("39053344705"),
    Some("11144477735"),
    Some("nfe:ACME"),
    None,
];

/// Whom tables tell of.
const DEBTORS: [&str; 8] = [ALFA, ALFA_BRANCH, BETA, GAMA, ANA, "39053344705", "tabela:7", "99888777000100"];

const CITIES: [(&str, &str); 4] = [("Santos", "SP"), ("Recife", "PE"), ("Belém", "PA"), ("Natal", "RN")];

/// What a unit of each product costs, in cents.
pub const COSTS: [(&str, Option<i64>); 4] = [("P0", Some(33)), ("P1", Some(7)), ("P2", Some(101)), ("P3", None)];

/// Sellers by code, name and team.
pub const SELLERS: [(&str, Option<&str>, Option<&str>); 4] = [
    ("05", Some("Rita"), Some("Sul")),
    ("JÓRGE", None, Some("Norte")),
    ("07", Some("Ana Sá"), None),
    ("rita", None, Some("Leste")),
];

/// Something that happens in a company. Where it has to do with something earlier, `of` says with what.
#[derive(Clone, Debug)]
pub enum Step {
    Sale(Sold),
    /// Sales of about the same day of every year.
    Yearly {
        buyer: Option<&'static str>,
        on: i32,
        apart: i32,
        years: i32,
    },
    Return(Returned),
    Amendment {
        of: Index,
        after: i32,
        class: ItemClass,
        cents: i64,
    },
    NoteForCoupon {
        of: Index,
        also: Option<Index>,
        after: i32,
        buyer: Option<&'static str>,
    },
    Delivery {
        of: Option<Index>,
        buyer: Option<&'static str>,
        on: i32,
        product: u8,
        cents: i64,
    },
    Event {
        of: Index,
        kind: EventKind,
    },
    /// A title of a table.
    Title(Title),
    /// A payment of a note, or of an instalment of it.
    Payment {
        of: Index,
        after: i32,
        cents: i64,
        again: i64,
    },
    /// A report of payments taken back.
    PaymentTakenBack {
        of: Index,
    },
    /// A line of a list of customers.
    Listed {
        customer: &'static str,
        owner: Option<&'static str>,
        phone: bool,
        on: i32,
    },
    /// A note of goods that we bought.
    Purchase {
        from: &'static str,
        on: i32,
    },
}

#[derive(Clone, Debug)]
pub struct Title {
    /// The note it is an instalment of, as far as it is one.
    of: Option<Index>,
    buyer: &'static str,
    due: i32,
    issued_before: Option<i32>,
    cents: i64,
    is_credit: bool,
    paid_after: Option<i32>,
    paid: Option<i64>,
    open: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Sold {
    buyer: Option<&'static str>,
    on: i32,
    is_coupon: bool,
    is_proven: bool,
    /// Class, product, revenue and ST of each.
    lines: Vec<(ItemClass, u8, i64, i64)>,
    /// Days from the sale to when each is due, and its cents.
    instalments: Vec<(i32, i64)>,
}

#[derive(Clone, Debug)]
pub struct Returned {
    of: Index,
    also: Option<Index>,
    after: i32,
    class: ItemClass,
    how: How,
    names: Names,
}

/// How much comes back, and what it refers to.
#[derive(Clone, Copy, Debug)]
pub enum How {
    WholeByNote,
    WholeByLine,
    PartByNote { product: u8, cents: i64 },
    PartByLine { cents: i64 },
    WithoutReference,
}

/// Whom a return names.
#[derive(Clone, Copy, Debug)]
pub enum Names {
    TheBuyer,
    Nobody,
    SomeoneElse(&'static str),
}

/// A company's documents, in the order they were issued.
pub fn company() -> impl Strategy<Value = Vec<Document>> {
    vec(step(), 1..55).prop_map(|steps| {
        let mut documents = steps.iter().fold(Vec::new(), build);
        documents.extend(COSTS.map(|(product, cost)| stated_product(product, cost)));
        documents.extend(SELLERS.map(|(code, name, team)| stated_seller(code, name, team)));
        documents
    })
}

fn step() -> impl Strategy<Value = Step> {
    let buyer = || select(BUYERS.to_vec());
    let day = 0..900;
    let index = any::<Index>;
    let class = prop_oneof![
        8 => Just(ItemClass::Sale),
        2 => Just(ItemClass::Bonus),
        2 => Just(ItemClass::AdvanceBilling),
        1 => Just(ItemClass::FixedAssetSale),
    ];
    let lines = vec((class, 0..3_u8, 1..400_i64, 0..20_i64), 1..4);
    let instalments = vec((0..90, 1..300_i64), 0..3);
    let sale = (buyer(), day.clone(), any::<bool>(), prop::bool::weighted(0.9), lines, instalments);
    let returned = select(vec![ItemClass::Return, ItemClass::Return, ItemClass::OtherReturn]);
    let taken_back = (index(), option::weighted(0.3, index()), 0..120, returned, how(), names());
    let amended = select(vec![ItemClass::Complement, ItemClass::PriceReduction]);
    let kinds = vec![EventKind::Cancellation, EventKind::Cancellation, EventKind::Denial, EventKind::Authorisation];
    let owners = vec![Some("Rita"), Some("05"), Some("jorge"), Some("ANA SA"), Some("Ninguém"), None];
    prop_oneof![
        10 => sale.prop_map(|(buyer, on, is_coupon, is_proven, lines, instalments)| {
            Step::Sale(Sold { buyer, on, is_coupon, is_proven, lines, instalments })
        }),
        2 => (buyer(), 0..300, 0..50, 2..4).prop_map(|(buyer, on, apart, years)| Step::Yearly { buyer, on, apart, years }),
        5 => taken_back.prop_map(|(of, also, after, class, how, names)| {
            Step::Return(Returned { of, also, after, class, how, names })
        }),
        1 => (index(), 0..60, amended, 1..200_i64)
            .prop_map(|(of, after, class, cents)| Step::Amendment { of, after, class, cents }),
        2 => (index(), option::weighted(0.3, index()), 0..20, buyer())
            .prop_map(|(of, also, after, buyer)| Step::NoteForCoupon { of, also, after, buyer }),
        2 => (option::weighted(0.5, index()), buyer(), day, 0..3_u8, 1..400_i64)
            .prop_map(|(of, buyer, on, product, cents)| Step::Delivery { of, buyer, on, product, cents }),
        2 => (index(), select(kinds)).prop_map(|(of, kind)| Step::Event { of, kind }),
        3 => stated_title().prop_map(Step::Title),
        3 => (index(), 0..150, 1..400_i64, 0..100_i64)
            .prop_map(|(of, after, cents, again)| Step::Payment { of, after, cents, again }),
        1 => index().prop_map(|of| Step::PaymentTakenBack { of }),
        2 => (select(DEBTORS.to_vec()), select(owners), any::<bool>(), 0..900)
            .prop_map(|(customer, owner, phone, on)| Step::Listed { customer, owner, phone, on }),
        1 => (select(DEBTORS.to_vec()), 0..900).prop_map(|(from, on)| Step::Purchase { from, on }),
    ]
}

fn stated_title() -> impl Strategy<Value = Title> {
    (
        option::weighted(0.4, any::<Index>()),
        select(DEBTORS.to_vec()),
        0..1_000,
        option::weighted(0.7, 0..90),
        1..300_i64,
        prop::bool::weighted(0.15),
        option::weighted(0.5, -20..120),
        option::weighted(0.4, 0..400_i64),
        option::weighted(0.4, 0..300_i64),
    )
        .prop_map(|(of, buyer, due, issued_before, cents, is_credit, paid_after, paid, open)| Title {
            of,
            buyer,
            due,
            issued_before,
            cents,
            is_credit,
            paid_after,
            paid,
            open,
        })
}

fn how() -> impl Strategy<Value = How> {
    prop_oneof![
        3 => Just(How::WholeByNote),
        2 => Just(How::WholeByLine),
        2 => (0..4_u8, 1..200_i64).prop_map(|(product, cents)| How::PartByNote { product, cents }),
        2 => (1..200_i64).prop_map(|cents| How::PartByLine { cents }),
        1 => Just(How::WithoutReference),
    ]
}

fn names() -> impl Strategy<Value = Names> {
    prop_oneof![
        6 => Just(Names::TheBuyer),
        3 => Just(Names::Nobody),
        1 => Just(Names::SomeoneElse(BETA)),
    ]
}

/// The date so many days after the first of all.
pub fn on(days: i32) -> Day {
    day("2024-01-01").plus_days(days)
}

fn build(mut documents: Vec<Document>, step: &Step) -> Vec<Document> {
    let number = documents.len() as u32 + 1;
    if let Step::Yearly { buyer, on: first, apart, years } = step {
        let days = (0..*years).flat_map(|year| [first + 365 * year, first + 365 * year + apart]);
        let sales = (number..).zip(days).map(|(number, day)| {
            enriched(to(note(number), *buyer).on_day(on(day)).sale(&code((number % 4) as u8), 150), number)
        });
        documents.extend(sales);
        return documents;
    }
    let document = match step {
        Step::Yearly { .. } => return documents,
        Step::Sale(sold) => sell(number, sold).document(),
        Step::Return(returned) => take_back(number, &documents, returned).document(),
        Step::Amendment { of, after, class, cents } => {
            let amended = target(&documents, *of);
            let amendment = to(note(number), buyer_of(amended)).on_day(after_it(amended, *after));
            amendment.line(*class, "P0", *cents).refers_to(key_at(&documents, *of)).document()
        }
        Step::NoteForCoupon { of, also, after, buyer } => {
            let coupon = |of: Index| target(&documents, of).filter(|note| note.key.model() == 65);
            let first = coupon(*of);
            let issued = to(note(number), *buyer).on_day(after_it(first, *after));
            let issued = issued.line(ItemClass::CouponDuplicate, "P0", first.map_or(100, |coupon| coupon.total.0));
            let issued = issued.refers_to(first.and_then(|coupon| coupon.key.goods()).unwrap_or(key(65, 900 + number)));
            let others = also.and_then(coupon);
            let others = others.iter().filter_map(|coupon| coupon.key.goods());
            others.fold(issued, NoteBuilder::refers_to).document()
        }
        Step::Delivery { of, buyer, on: days, product, cents } => {
            let delivery = to(note(number), *buyer).on_day(on(*days));
            let delivery = delivery.taxed_line(ItemClass::DeliveryOfAdvanceBilling, &code(*product), *cents, 7);
            of.iter().fold(delivery, |delivery, of| delivery.refers_to(key_at(&documents, *of))).document()
        }
        Step::Title(stated) => state(number, &documents, stated),
        Step::Payment { of, after, cents, again } => {
            let on = after_it(target(&documents, *of), *after);
            settlement(key_at(&documents, *of), number, &[(on, *cents), (on.plus_days(9), *again)])
        }
        Step::PaymentTakenBack { of } => match documents.get(of.index(documents.len().max(1))).map(|one| &one.body) {
            Some(Body::Settlements(reported)) => {
                settlement_cancellation(reported[0].target, of.index(documents.len()) as u32 + 1, "2024-03-01")
            }
            _ => event(EventKind::SettlementCancellation, key_at(&documents, *of), "2024-03-01"),
        },
        Step::Listed { customer, owner, phone, on: days } => {
            listed(customer, *owner, phone.then_some("+551140028922"), on(*days))
        }
        Step::Purchase { from, on: days } => {
            let from = if *from == "tabela:7" { BETA } else { from };
            let bought = note(number).to(from).on_day(on(*days)).side(Side::Purchase);
            bought.line(ItemClass::Purchase, "X1", 50).document()
        }
        Step::Event { of, kind } => event(*kind, key_at(&documents, *of), "2024-02-01"),
    };
    documents.push(with_particulars(document, number));
    documents
}

fn enriched(note: NoteBuilder, number: u32) -> Document {
    with_particulars(note.document(), number)
}

/// The document with a seller on some, and on its lines a classification, and taxes within the price.
pub fn with_particulars(mut document: Document, number: u32) -> Document {
    if let Body::Note(note) = &mut document.body {
        note.seller = [None, Some("Rita"), Some("Jorge")][number as usize % 3].map(str::to_owned);
        for item in &mut note.items {
            // A product may change its classification.
            let classes = [Some("22021000"), Some("84713012"), None, Some("00")];
            let place = item.product.bytes().last().map_or(0, usize::from) + number as usize % 2;
            item.ncm = classes[place % 4].map(|ncm| ncm.parse().expect("an NCM"));
            item.quantity =
                [Quantity(10_000), Quantity(25_000), Quantity(3_335), Quantity(20_000)][number as usize % 4];
            if number.is_multiple_of(29) {
                item.quantity = Quantity(0);
            }
            let share = |percent: i64| Cents(item.amounts.revenue.0 * percent / 100);
            let (icms, fcp, iss) = (share(18), share(2), share(i64::from(number % 2) * 5));
            let (pis, cofins, ibs, cbs) = (share(1), share(7), share(3), share(9));
            item.amounts = ItemAmounts { icms, fcp, iss, pis, cofins, ibs, cbs, ..item.amounts };
        }
    }
    document
}

fn sell(number: u32, sold: &Sold) -> NoteBuilder {
    let sale = if sold.is_coupon { note(number).coupon() } else { note(number) };
    let sale = to(sale, sold.buyer).on_day(on(sold.on));
    let sale = if sold.is_proven { sale } else { sale.unproven() };
    let lines = sold.lines.iter();
    let instalments = sold.instalments.iter();
    let due = |days: &i32| on(sold.on + days).iso();
    let sale = instalments.fold(sale, |sale, (days, cents)| sale.due(&due(days), *cents));
    lines.fold(sale, |sale, (class, product, cents, st)| sale.taxed_line(*class, &code(*product), *cents, *st))
}

/// A title of a table; of a note's instalment, where it is one, the same title.
fn state(number: u32, documents: &[Document], stated: &Title) -> Document {
    let instalment = stated.of.and_then(|of| {
        let note = target(documents, of)?;
        Some((buyer_of(Some(note))?, note.receivables.first()?))
    });
    let stating = |buyer: &str, due_on: Day, cents: i64| -> TitleBuilder {
        let buyer = if buyer == "nfe:ACME" { "tabela:7" } else { buyer };
        title(&number.to_string(), buyer, due_on, cents)
    };
    let (mut new, due_on) = match instalment {
        Some((buyer, same)) => (stating(buyer, same.due_on, same.amount.0), same.due_on),
        None => (stating(stated.buyer, on(stated.due), stated.cents), on(stated.due)),
    };
    if let Some(days) = stated.issued_before {
        new = new.issued(due_on.plus_days(-days));
    }
    if let Some(days) = stated.paid_after {
        new = new.paid_on(due_on.plus_days(days));
    }
    if let Some(cents) = stated.paid {
        new = new.paid(cents);
    }
    if let Some(cents) = stated.open {
        new = new.open(cents);
    }
    if stated.is_credit { new.credit().document() } else { new.document() }
}

fn take_back(number: u32, documents: &[Document], returned: &Returned) -> NoteBuilder {
    let Returned { of, also, after, class, how, names } = returned;
    let (sold, refers_to) = (target(documents, *of), key_at(documents, *of));
    let named = match names {
        Names::TheBuyer => buyer_of(sold),
        Names::Nobody => None,
        Names::SomeoneElse(other) => Some(*other),
    };
    let back = to(note(number), named).on_day(after_it(sold, *after)).purpose(Purpose::Return);
    let by_note = |back: NoteBuilder| {
        let also = also.map(|also| key_at(documents, also));
        also.into_iter().fold(back.refers_to(refers_to), NoteBuilder::refers_to)
    };
    let items: Vec<&Item> = sold.iter().flat_map(|note| &note.items).filter(|item| is_sold(item.class)).collect();
    let whole = |back: NoteBuilder, item: &&Item| {
        back.taxed_line(*class, &item.product, item.amounts.revenue.0, item.amounts.icms_st.0)
    };
    match how {
        How::WholeByNote => by_note(items.iter().fold(back, whole)),
        How::WholeByLine => {
            let numbers = 1..;
            numbers.zip(&items).fold(items.iter().fold(back, whole), |back, (line, item)| {
                back.line_refers_to(line, refers_to, item.line)
            })
        }
        How::PartByNote { product, cents } => by_note(back.line(*class, &code(*product), *cents)),
        How::PartByLine { cents } => {
            let target_line = sold.and_then(|note| note.items.last()).map_or(1, |item| item.line);
            back.line(*class, "P0", *cents).line_refers_to(1, refers_to, target_line)
        }
        How::WithoutReference => back.line(*class, "P0", 60),
    }
}

fn is_sold(class: ItemClass) -> bool {
    matches!(
        class,
        ItemClass::Sale
            | ItemClass::AdvanceBilling
            | ItemClass::DeliveryOfAdvanceBilling
            | ItemClass::CouponDuplicate
            | ItemClass::Complement
    )
}

/// The note, to a buyer; some say who that is and where, some only the name, some nothing.
fn to(note: NoteBuilder, buyer: Option<&str>) -> NoteBuilder {
    let Some(buyer) = buyer else { return note };
    let number = note.key().number();
    let (city, uf) = CITIES[number as usize % CITIES.len()];
    let name = format!("{buyer} em {}", number % 7);
    match number % 5 {
        0 => note.to(buyer),
        1 => note.to(buyer).naming(&name),
        2 => note.to(buyer).saying(&name, city, uf).reachable("Rua A", "01310100", "", "+5511987654321"),
        3 if number.is_multiple_of(2) => note.to(buyer).naming(&name).reachable("Rua A", "", "a@b.com", ""),
        _ => note.to(buyer).saying(&name, city, uf),
    }
}

/// An earlier note; nothing where what was picked is none.
fn target(documents: &[Document], of: Index) -> Option<&Note> {
    if documents.is_empty() {
        return None;
    }
    match &of.get(documents).body {
        Body::Note(note) => Some(note),
        _ => None,
    }
}

/// Its key, or that of a note nobody has.
fn key_at(documents: &[Document], of: Index) -> AccessKey {
    target(documents, of).and_then(|note| note.key.goods()).unwrap_or(key(55, 999))
}

fn buyer_of(note: Option<&Note>) -> Option<&'static str> {
    let party: &PartyKey = &note?.party.as_ref()?.key;
    BUYERS.into_iter().flatten().find(|buyer| *buyer == party.to_string())
}

fn after_it(note: Option<&Note>, days: i32) -> Day {
    note.map_or_else(|| on(days), |note| note.day.plus_days(days))
}

fn code(product: u8) -> String {
    format!("P{product}")
}

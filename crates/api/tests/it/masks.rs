//! Whoever only looks sees people, and neither their CPF nor how to reach them, in no answer and by no detour.

use std::collections::{BTreeMap, BTreeSet};

use panel::metrics::METRICS;
use rstest::rstest;
use serde_json::{Value, json};
use store::{Author, ContactDetails, Department};

use crate::client::{Ask, Person, decoded, get, post, text, with_query};
use crate::desk::{
    ALFA, ALFA_ROOT, AS_OF, CONSUMER, Desk, MARIA, MARIA_EMAIL, MARIA_PHONE, PEDRO, UNKNOWN_PERSON, by_hand, customer,
};
use crate::operations::{Stage, is_unsafe, operations};
use crate::rights::table;

/// The CPFs as they are kept and as people write them, and how MARIA is reached.
const PERSONAL: [&str; 8] =
    [MARIA, "529.982.247-25", PEDRO, "111.444.777-35", CONSUMER, "390.533.447-05", MARIA_EMAIL, MARIA_PHONE];

/// What is left of MARIA's CPF.
const MARIA_COVERED: &str = "***.982.247-**";

/// The covered keys of people, by their names, as a list gives them; the consumer has none.
async fn covered(desk: &Desk, person: &Person) -> BTreeMap<String, String> {
    let path = format!("/customers?as_of={AS_OF}&columns=name,tax_id,customer_kind");
    let page = desk.read(person, &path).await.expect(200).json();
    let rows = page["rows"].as_array().expect("rows").clone();
    let is_person = |row: &&Value| row["customer_kind"] == "person" || row["customer_kind"] == "consumer";
    let named = |row: &Value| (row["name"].as_str().unwrap_or("").to_owned(), text(&row["customer"]));
    rows.iter().filter(is_person).map(named).collect()
}

#[tokio::test]
async fn a_list_covers_people_and_not_companies() {
    let (desk, people) = Desk::staffed().await;
    let path = format!("/customers?as_of={AS_OF}&columns=name,tax_id&sort=name");
    let rows = |page: Value| page["rows"].as_array().cloned().expect("rows");
    let seen = rows(desk.read(&people.query, &path).await.expect(200).json());
    let open = rows(desk.read(&people.credit, &path).await.expect(200).json());
    assert_eq!(seen.len(), 7);
    for (row, whole) in seen.iter().zip(&open) {
        assert_eq!(row["name"], whole["name"]);
        match whole["customer"].as_str() {
            Some(MARIA) => {
                assert_eq!(row["tax_id"], MARIA_COVERED);
                assert!(text(&row["customer"]).starts_with("pf."), "{row}");
            }
            Some(PEDRO | CONSUMER) => assert!(text(&row["tax_id"]).starts_with("***."), "{row}"),
            _ => assert_eq!(row, whole),
        }
    }
}

#[tokio::test]
async fn a_covered_key_leads_to_the_same_person() {
    let (desk, people) = Desk::staffed().await;
    let keys = covered(&desk, &people.query).await;
    assert_eq!(keys.len(), 3);
    let amount = |page: Value| page["values"]["revenue_12m_cents"].clone();
    for (name, cents) in [("Maria Exemplo", 5_005), ("Pedro Modelo", 12_000), ("", 1_250)] {
        let page = desk.read(&people.query, &format!("/customers/{}?as_of={AS_OF}", keys[name])).await.expect(200);
        let page = page.json();
        assert_eq!(page["customer"], keys[name].as_str());
        assert_eq!(page["name"].as_str().unwrap_or(""), name);
        assert_eq!(amount(page), cents);
    }
    let again = covered(&desk, &people.query).await;
    assert_eq!(keys, again, "a key can be kept");
    assert_eq!(keys.values().collect::<BTreeSet<_>>().len(), 3);
    let others = Desk::open().await;
    let query = others.person("outra", store::Role::Query).await;
    let elsewhere = covered(&others, &query).await;
    assert!(elsewhere.values().all(|key| !keys.values().any(|known| known == key)), "of this workspace only");
}

#[tokio::test]
async fn a_person_s_page_is_covered() {
    let (desk, people) = Desk::staffed().await;
    let key = covered(&desk, &people.query).await["Maria Exemplo"].clone();
    let page = desk.read(&people.query, &format!("/customers/{key}?as_of={AS_OF}")).await.expect(200).json();
    assert_eq!(page["values"]["tax_id"], MARIA_COVERED);
    assert_eq!(page["establishments"], json!([key]));
    let fields: BTreeMap<String, Value> = page["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| (text(&field["field"]), field["value"].clone()))
        .collect();
    assert_eq!(
        (&fields["emails"], &fields["phone"], &fields["city"]),
        (&json!("•••"), &json!("•••"), &json!("Santos"))
    );
    let explained = format!("/customers/{key}/explain/tax_id?as_of={AS_OF}");
    let explained = desk.read(&people.query, &explained).await.expect(200).json();
    assert_eq!((&explained["customer"], &explained["value"]), (&json!(key), &json!(MARIA_COVERED)));
    // Whoever needs them sees them.
    let page = desk.read(&people.credit, &format!("/customers/{MARIA}?as_of={AS_OF}")).await.expect(200).text();
    assert!([MARIA, MARIA_EMAIL, MARIA_PHONE].iter().all(|datum| page.contains(datum)), "{page}");
}

#[tokio::test]
async fn the_cpf_itself_leads_nowhere() {
    let stage = Stage::set().await;
    for operation in operations().into_iter().filter(|operation| operation.contains("/customers/{customer}")) {
        if is_unsafe(&operation) {
            continue;
        }
        let refused = async |key: &str| {
            let asked = operation.replace("{customer}", key);
            stage.desk.send(stage.fitting(&asked, None).await.by(&stage.people.query)).await.refusal()
        };
        let found = refused(MARIA).await;
        assert_eq!(found.0, 404, "{operation}");
        assert_eq!(found, refused(UNKNOWN_PERSON).await, "{operation}");
        assert_eq!(refused("529.982.247-25").await.0, 404, "{operation}");
        assert_eq!(refused("pf.000000000000000000000000").await.0, 404, "{operation}");
    }
}

#[tokio::test]
async fn people_are_found_by_name_and_not_by_cpf() {
    let (desk, people) = Desk::staffed().await;
    let found = async |person: &Person, question: &str| {
        desk.read(person, &with_query("/search", &[("q", question)])).await.expect(200).items()
    };
    let maria = found(&people.query, "maria").await;
    assert_eq!(maria.len(), 1);
    assert_eq!((&maria[0]["name"], &maria[0]["tax_id"]), (&json!("Maria Exemplo"), &json!(MARIA_COVERED)));
    assert_eq!(text(&maria[0]["customer"]), covered(&desk, &people.query).await["Maria Exemplo"]);
    // Digit by digit it could be guessed.
    for question in [MARIA, "529.982.247-25", "529", "52998"] {
        assert_eq!(found(&people.query, question).await, Vec::<Value>::new(), "{question}");
        assert_eq!(found(&people.credit, question).await.len(), 1, "{question}");
    }
    assert_eq!(found(&people.query, ALFA).await.len(), 1, "companies are");
}

#[rstest]
#[case::as_a_condition("/customers", "where", "tax_id = '52998224725'")]
#[case::in_part("/customers", "where", "tax_id LIKE '529%'")]
#[case::as_a_sum("/totals", "where", "tax_id = '52998224725'")]
#[case::as_a_share("/concentration", "where", "tax_id = '52998224725'")]
#[case::in_order("/customers", "sort", "tax_id")]
#[case::in_order_down("/customers", "sort", "-tax_id")]
#[tokio::test]
async fn what_is_covered_is_not_asked_about(#[case] path: &str, #[case] name: &str, #[case] value: &str) {
    let (desk, people) = Desk::staffed().await;
    let path = with_query(path, &[(name, value)]);
    assert_eq!(desk.read(&people.query, &path).await.problem(), (403, "not_allowed".to_owned()));
    desk.read(&people.credit, &path).await.expect(200);
}

#[tokio::test]
async fn what_is_covered_is_not_counted() {
    let (desk, people) = Desk::staffed().await;
    let check = || post("/segments/check", json!({ "predicate": "lower(tax_id) LIKE '529%'" }));
    assert_eq!(desk.send(check().by(&people.query)).await.problem(), (403, "not_allowed".to_owned()));
    assert_eq!(desk.send(check().by(&people.credit)).await.expect(200).json()["count"], 1);
}

#[tokio::test]
async fn concentration_covers_who_has_the_shares() {
    let (desk, people) = Desk::staffed().await;
    let keys = covered(&desk, &people.query).await;
    let shares = async |by: &str| {
        let path = format!("/concentration?as_of={AS_OF}&by={by}");
        let found = desk.read(&people.query, &path).await.expect(200).json();
        found["shares"].as_array().unwrap().iter().map(|share| text(&share["value"])).collect::<Vec<_>>()
    };
    let customers = shares("customer").await;
    assert!(keys.values().all(|key| customers.contains(key)), "{customers:?}");
    let tax_ids = shares("tax_id").await;
    assert!(tax_ids.contains(&MARIA_COVERED.to_owned()) && tax_ids.contains(&ALFA_ROOT.to_owned()), "{tax_ids:?}");
}

#[tokio::test]
async fn contacts_are_covered() {
    let (desk, people) = Desk::staffed().await;
    let details = ContactDetails {
        department: Department::Finance,
        name: "Ivo Exemplo".to_owned(),
        role: Some("Tesoureiro".to_owned()),
        emails: Some("ivo@alfa.example".to_owned()),
        phone: Some("+5513990000000".to_owned()),
        whatsapp: true,
        note: Some("casa: 13 3333-4444".to_owned()),
    };
    desk.workspace().add_contact(&customer(ALFA_ROOT), details, &by_hand()).await.unwrap();
    let contact = async |person: &Person| {
        let items = desk.read(person, &format!("/customers/{ALFA_ROOT}/contacts")).await.expect(200).items();
        ["name", "role", "emails", "phone", "note"].map(|field| text(&items[0][field]))
    };
    assert_eq!(contact(&people.query).await, ["Ivo Exemplo", "Tesoureiro", "•••", "•••", "•••"]);
    let open = ["Ivo Exemplo", "Tesoureiro", "ivo@alfa.example", "+5513990000000", "casa: 13 3333-4444"];
    assert_eq!(contact(&people.ana).await, open);
}

/// Pages of one customer each, from the first to the last: where a page ends says whose page it was.
#[tokio::test]
async fn pages_go_on_after_people_and_their_cursors_say_nothing() {
    let (desk, people) = Desk::staffed().await;
    for sort in ["-revenue_12m_cents", "name", "uf", "last_purchase_on"] {
        let path = format!("/customers?as_of={AS_OF}&columns=name&sort={sort}");
        let whole = desk.read(&people.query, &path).await.expect(200).customers();
        let mut walked = Vec::new();
        let mut next = String::new();
        loop {
            let page = desk.read(&people.query, &format!("{path}&limit=1&after={next}")).await.expect(200);
            walked.extend(page.customers());
            let Some(cursor) = page.json()["next"].as_str().map(str::to_owned) else { break };
            assert_silent(sort, &decoded(&cursor));
            next = cursor;
        }
        assert_eq!(walked, whole, "{sort}");
    }
}

/// By cursors made up, whoever only looks could find out where a CPF lies among others.
#[tokio::test]
async fn a_cursor_that_names_a_cpf_is_none() {
    let (desk, people) = Desk::staffed().await;
    let path = format!("/customers?as_of={AS_OF}&columns=name&sort=name&limit=1");
    let mut cursors = Vec::new();
    let mut next = String::new();
    // As whoever sees CPFs is given them.
    while cursors.len() < 6 {
        let page = desk.read(&people.credit, &format!("{path}&after={next}")).await.expect(200);
        next = text(&page.json()["next"]);
        cursors.push(next.clone());
    }
    let named: Vec<&String> =
        cursors.iter().filter(|cursor| PERSONAL.iter().any(|cpf| decoded(cursor).contains(cpf))).collect();
    assert!(!named.is_empty(), "{cursors:?}");
    for cursor in named {
        let answer = desk.read(&people.query, &format!("{path}&after={cursor}")).await;
        assert_eq!(answer.problem(), (400, "bad_cursor".to_owned()));
    }
}

/// A group goes by a name, and shows the tax id of whoever it has its name from.
#[tokio::test]
async fn a_group_of_people_is_covered_too() {
    let (desk, people) = Desk::staffed().await;
    let members = [customer(MARIA), customer(PEDRO)];
    desk.workspace().join_group("Família", &members, &by_hand()).await.unwrap();
    let path = format!("/customers?as_of={AS_OF}&level=group&columns=name,tax_id");
    let page = desk.read(&people.query, &path).await.expect(200);
    assert!(page.customers().contains(&"Família".to_owned()));
    assert_silent(&path, &page.text());
}

/// Every answer that whoever only looks can read, looked through for anything personal.
#[tokio::test]
async fn no_answer_has_personal_data() {
    let stage = Stage::set().await;
    let query = &stage.people.query;
    let key = covered(&stage.desk, query).await["Maria Exemplo"].clone();
    let maria = customer(MARIA);
    let by = Author::user(&stage.people.ana.user, &api::clock::now());
    let corrected = [("phone", Some(MARIA_PHONE)), ("emails", Some(MARIA_EMAIL))];
    stage.desk.workspace().edit_fields(&maria, &corrected, None, &by).await.expect("a correction");
    let mut asks: Vec<(String, Ask)> = Vec::new();
    for (operation, statuses) in table() {
        if is_unsafe(&operation) || statuses[4] != 200 {
            continue;
        }
        let ask = stage.fitting(&operation.replace("{customer}", &key), Some(query)).await;
        asks.push((operation, ask));
    }
    for metric in METRICS.iter().map(|metric| metric.column.name) {
        let path = format!("/customers/{key}/explain/{metric}?as_of={AS_OF}");
        asks.push((path.clone(), get(&path)));
        let path = format!("/customers?as_of={AS_OF}&with_prospects=true&columns={metric}");
        asks.push((path.clone(), get(&path)));
    }
    for (operation, ask) in asks {
        let answer = stage.desk.send(ask.by(query)).await.expect(200);
        assert_silent(&operation, &answer.text());
    }
}

fn assert_silent(place: &str, said: &str) {
    for datum in PERSONAL {
        assert!(!said.contains(datum), "{place} tells {datum}: {said}");
    }
}

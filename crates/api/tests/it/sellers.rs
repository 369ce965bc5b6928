//! A seller sees, counts, finds, takes away and has explained own customers, and learns nothing of any other,
//! nor of what the company sells.

use std::collections::BTreeSet;

use panel::metrics::METRICS;
use rstest::rstest;
use serde_json::{Value, json};
use store::Role;

use crate::client::{Ask, Person, decoded, get, patch, post, text, with_query};
use crate::desk::{
    ALFA, ALFA_ROOT, AS_OF, BETA, BETA_ROOT, Desk, GAMA, GAMA_ROOT, MARIA, OMEGA_ROOT, PEDRO, PROSPECT, People,
    UNKNOWN, UNKNOWN_PERSON, UNKNOWN_ROOT, by_hand, customer,
};
use crate::operations::{Stage, is_unsafe, operations};
use crate::rights::table;

/// What ANA's customers come to, in cents: see the documents of the company.
const ANA_12M: i64 = 336_782;
const ANA_ALL: i64 = 436_782;

/// What would tell ANA of others: their keys and names, and what the company sold in 12 months, with and without
/// its consumer.
const OTHERS: [&str; 12] = [
    GAMA_ROOT,
    "Gama Com",
    PEDRO,
    "Pedro Mod",
    OMEGA_ROOT,
    "Ômega Serv",
    "20304050",
    "39053344705",
    "1133365",
    "1132115",
    "762000",
    "750000",
];

fn listed(person: &Person, query: &[(&str, &str)]) -> Ask {
    let asked: Vec<(&str, &str)> = query.iter().copied().chain([("as_of", AS_OF)]).collect();
    get(&with_query("/customers", &asked)).by(person)
}

fn keys<const N: usize>(keys: [&str; N]) -> BTreeSet<String> {
    keys.map(str::to_owned).into()
}

#[rstest]
#[case::all(&[], &[ALFA_ROOT, BETA_ROOT, MARIA])]
#[case::who_have_not_bought(&[("with_prospects", "true")], &[ALFA_ROOT, BETA_ROOT, MARIA])]
#[case::by_establishment(&[("level", "establishment")], &[ALFA, BETA, MARIA])]
#[case::by_group(&[("level", "group")], &[ALFA_ROOT, BETA_ROOT, MARIA])]
#[case::whatever_is_asked(&[("where", "owner = 'BIA' OR owner <> 'BIA' OR owner IS NULL")], &[ALFA_ROOT, BETA_ROOT, MARIA])]
#[case::of_someone_else(&[("where", "owner = 'BIA'")], &[])]
#[case::of_nobody(&[("where", "owner IS NULL")], &[])]
#[case::of_a_place(&[("where", "uf = 'PA'")], &[])]
#[case::of_a_segment(&[("segment", "sem compra")], &[])]
#[case::of_a_past_date(&[("as_of", "2025-12-31")], &[ALFA_ROOT])]
#[tokio::test]
async fn a_list_has_own_customers(#[case] query: &[(&str, &str)], #[case] expected: &[&str]) {
    let (desk, people) = Desk::staffed().await;
    // What is said last counts, so that a case can have a date of its own.
    let asked: Vec<(&str, &str)> = match query.iter().any(|(name, _)| *name == "as_of") {
        true => query.to_vec(),
        false => query.iter().copied().chain([("as_of", AS_OF)]).collect(),
    };
    let page = desk.read(&people.ana, &with_query("/customers", &asked)).await.expect(200);
    let found: BTreeSet<String> = page.customers().into_iter().collect();
    assert_eq!(found, expected.iter().map(|&key| key.to_owned()).collect());
    assert_eq!(page.json()["count"], expected.len());
}

#[tokio::test]
async fn sums_are_of_own_customers() {
    let (desk, people) = Desk::staffed().await;
    let columns = [("columns", "name,revenue_12m_cents,revenue_total_cents"), ("limit", "1")];
    let page = desk.send(listed(&people.ana, &columns)).await.expect(200).json();
    assert_eq!(page["count"], 3);
    assert_eq!(page["totals"], json!({ "revenue_12m_cents": ANA_12M, "revenue_total_cents": ANA_ALL }));
    let totals = desk.read(&people.ana, &format!("/totals?as_of={AS_OF}")).await.expect(200).json();
    assert_eq!(totals["customers"], 3);
    // Notes 1 to 7.
    assert_eq!(totals["documents"], 7);
    assert_eq!(totals["revenue_12m_cents"], ANA_12M);
    assert_eq!(totals["revenue_total_cents"], ANA_ALL);
    assert_eq!(totals["unidentified_revenue_cents"], 0);
    let overview = desk.read(&people.ana, &format!("/overview?as_of={AS_OF}")).await.expect(200).json();
    assert_eq!(overview["customers"], 3);
    assert_eq!(overview["revenue_12m_cents"], ANA_12M);
    let months = overview["months"].as_array().unwrap();
    let of_months: i64 = months.iter().map(|month| month["revenue_cents"].as_i64().unwrap()).sum();
    assert_eq!(of_months, ANA_ALL, "24 months reach back to all of them");
    for by in ["ufs", "statuses"] {
        let parts = overview[by].as_array().unwrap();
        assert_eq!(parts.iter().map(|part| part["revenue_12m_cents"].as_i64().unwrap()).sum::<i64>(), ANA_12M, "{by}");
    }
    for hidden in ["abc", "pareto", "cr10"] {
        assert_eq!(overview[hidden], Value::Null, "{hidden}");
    }
}

#[tokio::test]
async fn a_manager_sees_them_all() {
    let (desk, people) = Desk::staffed().await;
    let page = desk.send(listed(&people.manager, &[("columns", "revenue_12m_cents")])).await.expect(200).json();
    assert_eq!(page["count"], 7);
    assert_eq!(page["totals"]["revenue_12m_cents"], 336_782 + 762_000 + 34_583);
    let overview = desk.read(&people.manager, &format!("/overview?as_of={AS_OF}")).await.expect(200).json();
    assert!(overview["abc"].is_array() && overview["pareto"].is_array() && overview["cr10"].is_number());
}

#[rstest]
#[case("gama")]
#[case("Gama Comércio")]
#[case("pedro")]
#[case("belem")]
#[case(GAMA)]
#[case("66.777.888")]
#[case(PEDRO)]
#[case("omega")]
#[case(PROSPECT)]
#[tokio::test]
async fn others_are_not_found(#[case] question: &str) {
    let (desk, people) = Desk::staffed().await;
    let path = with_query("/search", &[("q", question)]);
    let of = async |person: &Person| desk.read(person, &path).await.expect(200).items();
    assert_eq!(of(&people.ana).await, Vec::<Value>::new());
    assert!(!of(&people.manager).await.is_empty(), "there is somebody to be found");
}

#[tokio::test]
async fn own_customers_are_found() {
    let (desk, people) = Desk::staffed().await;
    for (question, expected) in [("alfa", ALFA_ROOT), (BETA, BETA_ROOT), ("santos", ALFA_ROOT), ("maria", MARIA)] {
        let path = with_query("/search", &[("q", question)]);
        let found = desk.read(&people.ana, &path).await.expect(200).items();
        assert_eq!(found.first().map(|found| text(&found["customer"])).as_deref(), Some(expected), "{question}");
    }
}

#[rstest]
#[case::all(&[])]
#[case::prospects_too(&[("with_prospects", "true")])]
#[case::whatever_is_asked(&[("where", "revenue_total_cents >= 0")])]
#[tokio::test]
async fn a_file_has_own_customers(#[case] query: &[(&str, &str)]) {
    let (desk, people) = Desk::staffed().await;
    let asked = [("format", "csv"), ("as_of", AS_OF), ("columns", "name,revenue_12m_cents")];
    let asked: Vec<_> = asked.iter().chain(query).copied().collect();
    let file = desk.read(&people.ana, &with_query("/export", &asked)).await.expect(200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let rows = lines(&file.text());
    let customers: BTreeSet<String> = rows.iter().map(|row| row[0].clone()).collect();
    assert_eq!(customers, keys([ALFA_ROOT, BETA_ROOT, MARIA]));
    let cents: i64 = rows.iter().map(|row| row[3].parse::<i64>().expect("cents")).sum();
    assert_eq!(cents, ANA_12M);
}

/// The rows of a CSV without its head; none of their values has a semicolon.
fn lines(csv: &str) -> Vec<Vec<String>> {
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("customer;as_of;name;revenue_12m_cents"));
    lines.map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

/// The operations that name a customer in their address.
fn of_a_customer() -> Vec<String> {
    operations().into_iter().filter(|operation| operation.contains("/customers/{customer}")).collect()
}

#[rstest]
#[case::a_company(GAMA_ROOT, UNKNOWN_ROOT)]
#[case::an_establishment(GAMA, UNKNOWN)]
#[case::a_person(PEDRO, UNKNOWN_PERSON)]
#[case::nobody_s(OMEGA_ROOT, UNKNOWN_ROOT)]
#[case::a_prospect(PROSPECT, UNKNOWN)]
#[tokio::test]
async fn one_that_is_not_theirs_is_as_one_that_does_not_exist(#[case] others: &str, #[case] unknown: &str) {
    let stage = Stage::set().await;
    for operation in of_a_customer() {
        let refused = async |key: &str| {
            let asked = stage.fitting(&operation, None).await.about(ALFA_ROOT, key);
            let answer = stage.desk.send(asked.by(&stage.people.ana)).await;
            let (status, body) = answer.refusal();
            (status, body.to_string().replace(key, "KEY"), answer.headers.len())
        };
        let found = refused(others).await;
        assert_eq!(found.0, 404, "{operation}: {}", found.1);
        assert_eq!(found, refused(unknown).await, "{operation}");
    }
}

/// What people left at a customer of BIA's, by its number.
async fn left_at_gama(desk: &Desk) -> Vec<(&'static str, i64)> {
    let (workspace, gama) = (desk.workspace(), customer(GAMA_ROOT));
    let note = workspace.add_note(&gama, "segredo da Gama", &by_hand()).await.expect("a note can be added").id;
    let bytes = bytes::Bytes::from_static(b"segredo");
    let attachment = workspace
        .add_attachment(&gama, "segredo.txt", "text/plain", bytes, &by_hand())
        .await
        .expect("a file can be attached")
        .id;
    let details = store::ContactDetails {
        department: store::Department::Other,
        name: "Nara".to_owned(),
        role: None,
        emails: None,
        phone: None,
        whatsapp: false,
        note: None,
    };
    let contact = workspace.add_contact(&gama, details, &by_hand()).await.expect("a contact can be added").id;
    vec![("/notes", note), ("/attachments", attachment), ("/contacts", contact)]
}

#[tokio::test]
async fn what_was_left_at_one_that_is_not_theirs_is_not_there() {
    let (desk, people) = Desk::staffed().await;
    let bodies =
        [("/notes", json!({ "text": "lida" })), ("/contacts", json!({ "department": "fiscal", "name": "Nara" }))];
    for (path, id) in left_at_gama(&desk).await {
        let mut asks = vec![Ask::of("DELETE", &format!("{path}/ID"))];
        match bodies.iter().find(|(of, _)| *of == path) {
            Some((_, body)) => asks.push(patch(&format!("{path}/ID"), body.clone()).version("\"1\"")),
            None => asks.push(get(&format!("{path}/ID"))),
        }
        for ask in asks {
            let refused = async |id: i64| {
                let request = ask.clone().with_id(id).by(&people.ana);
                desk.send(request).await.refusal()
            };
            let found = refused(id).await;
            assert_eq!(found.0, 404, "{path}: {}", found.1);
            assert_eq!(found, refused(999_999).await, "{path}");
        }
        let manager = desk.send(Ask::of("DELETE", &format!("{path}/{id}")).by(&people.administrator)).await;
        manager.expect(204);
    }
}

#[tokio::test]
async fn others_are_not_changed_by_name_nor_by_condition() {
    let (desk, people) = Desk::staffed().await;
    let tag = |customers: &[&str]| json!({ "what": "add_tags", "value": "minha", "customers": customers });
    let refused = async |body: Value| desk.send(post("/changes", body).by(&people.ana)).await.refusal();
    let as_unknown = |(status, body): (u16, Value), key: &str| (status, body.to_string().replace(key, "KEY"));
    for (others, unknown) in [(GAMA_ROOT, UNKNOWN_ROOT), (PEDRO, UNKNOWN_PERSON)] {
        let found = as_unknown(refused(tag(&[others])).await, others);
        assert_eq!(found.0, 404, "{}", found.1);
        assert_eq!(found, as_unknown(refused(tag(&[unknown])).await, unknown));
        // One among others leaves all as they are.
        assert_eq!(refused(tag(&[ALFA_ROOT, others])).await.0, 404);
    }
    let of = |predicate: &str| json!({ "what": "add_tags", "value": "minha", "where": predicate });
    let none = refused(of("owner = 'BIA'")).await;
    assert_eq!(none.0, 422, "{}", none.1);
    assert_eq!(none, refused(of("uf = 'AC'")).await);
    assert_eq!(desk.read(&people.manager, "/tags").await.expect(200).items(), Vec::<Value>::new());
    let made = desk.send(post("/changes", of("owner = 'BIA' OR owner = 'ANA'")).by(&people.ana)).await.expect(200);
    assert_eq!(made.json()["customers"], 3);
    assert_eq!(desk.read(&people.manager, "/tags").await.items(), [json!({ "tag": "minha", "customers": 3 })]);
}

#[tokio::test]
async fn a_change_is_not_undone_once_a_customer_of_it_is_another_s() {
    let (desk, people) = Desk::staffed().await;
    let tag = json!({ "what": "add_tags", "value": "minha", "customers": [ALFA_ROOT, BETA_ROOT] });
    let change = desk.send(post("/changes", tag).by(&people.ana)).await.expect(200).json()["change"].clone();
    let handed = json!({ "what": "owner", "value": "BIA", "customers": [BETA_ROOT] });
    desk.send(post("/changes", handed).by(&people.manager)).await.expect(200);
    let undo = || post(&format!("/changes/{change}/undo"), json!({}));
    desk.send(undo().by(&people.ana)).await.expect(404);
    assert_eq!(desk.send(undo().by(&people.manager)).await.expect(200).json()["customers"], 2);
}

#[tokio::test]
async fn lists_beside_customers_are_of_own_ones() {
    let (desk, people) = Desk::staffed().await;
    for (seller, cents) in [("ANA", 100_000), ("BIA", 200_000)] {
        let goal = Ask::of("PUT", &format!("/goals/2026-06/{seller}")).json(json!({ "revenue_cents": cents }));
        desk.send(goal.by(&people.manager)).await.expect(204);
    }
    let items = async |path: &str| desk.read(&people.ana, path).await.expect(200).items();
    let owners = items(&format!("/owners?as_of={AS_OF}")).await;
    let owner = |owner: &Value| (text(&owner["owner"]), owner["customers"].clone(), owner["revenue_12m_cents"].clone());
    assert_eq!(owners.iter().map(owner).collect::<Vec<_>>(), [("ANA".to_owned(), json!(3), json!(ANA_12M))]);
    let goals = items(&format!("/goals?month=2026-06&as_of={AS_OF}")).await;
    assert_eq!(goals.iter().map(|goal| text(&goal["seller"])).collect::<Vec<_>>(), ["ANA"]);
    let bought = items(&format!("/positivacao?month=2026-06&as_of={AS_OF}")).await;
    let name = |part: &Value| (text(&part["name"]), part["customers"].clone(), part["buyers"].clone());
    // BETA on the 1st and MARIA on the 10th.
    assert_eq!(bought.iter().map(name).collect::<Vec<_>>(), [("ANA".to_owned(), json!(3), json!(2))]);
}

#[tokio::test]
async fn segments_count_own_customers() {
    let (desk, people) = Desk::staffed().await;
    desk.workspace().save_segment("todos", "revenue_total_cents >= 0", &by_hand()).await.unwrap();
    let count = async |person: &Person| {
        let counted = desk.read(person, &format!("/segments/todos?as_of={AS_OF}")).await.expect(200).json();
        let check = json!({ "predicate": "revenue_total_cents >= 0" });
        let checked = desk.send(post("/segments/check", check).by(person)).await.expect(200).json();
        (counted["count"].clone(), checked["count"].clone())
    };
    assert_eq!(count(&people.ana).await, (json!(3), json!(3)));
    // With the company that only stands in a list.
    assert_eq!(count(&people.manager).await, (json!(8), json!(8)));
    desk.workspace().save_segment("compradores", "revenue_total_cents > 0", &by_hand()).await.unwrap();
    let path = format!("/segments/compradores/moves?from=2025-12-31&to={AS_OF}");
    let moves = desk.read(&people.ana, &path).await.expect(200).items();
    let entered: BTreeSet<String> = moves.iter().map(|moved| text(&moved["customer"])).collect();
    assert_eq!(entered, keys([BETA_ROOT, MARIA]));
}

/// What asks about a metric, in all the ways there are.
fn asking_about(metric: &str) -> Vec<Ask> {
    let above = format!("{metric} > 0.1");
    let listed = |path: &str, name: &str, value: &str| get(&with_query(path, &[(name, value)]));
    vec![
        listed("/customers", "columns", metric),
        listed("/customers", "where", &above),
        listed("/customers", "sort", metric),
        listed("/customers", "sort", &format!("-{metric}")),
        listed("/customers", "segment", "reveladora"),
        listed("/customers/months", "where", &above),
        listed("/customers/months", "sort", metric),
        listed("/totals", "where", &above),
        listed("/totals", "segment", "reveladora"),
        listed("/export", "columns", metric),
        listed("/export", "where", &above),
        listed("/export", "sort", metric),
        listed("/export", "segment", "reveladora"),
        get("/segments/reveladora/moves?from=2026-01-31&to=2026-06-30"),
        get(&format!("/customers/{ALFA_ROOT}/explain/{metric}")),
        get(&format!("/metrics/{metric}")),
        post("/segments/check", json!({ "predicate": above })),
        post("/changes", json!({ "what": "add_tags", "value": "x", "where": above })),
    ]
}

#[tokio::test]
async fn what_reveals_totals_is_refused_however_it_is_asked() {
    let (desk, people) = Desk::staffed().await;
    let revealing = METRICS.iter().filter(|metric| metric.reveals_total).map(|metric| metric.column.name);
    let revealing: Vec<&str> = revealing.collect();
    assert_eq!(revealing, ["cumulative_share", "revenue_share"]);
    for metric in &revealing {
        desk.workspace().save_segment("reveladora", &format!("{metric} > 0.1"), &by_hand()).await.unwrap();
        for (place, ask) in asking_about(metric).into_iter().enumerate() {
            let refused = desk.send(ask.by(&people.ana)).await;
            assert_eq!(refused.problem(), (403, "hidden_metric".to_owned()), "{metric}, way {place}");
        }
        let segments = desk.read(&people.ana, "/segments").await.expect(200).items();
        let found = segments.iter().find(|segment| segment["name"] == "reveladora").expect("a segment");
        assert_eq!(found["count"], Value::Null);
    }
    let listed = desk.read(&people.ana, "/metrics").await.expect(200).items();
    assert_eq!(listed.len(), METRICS.len() - revealing.len());
}

/// Someone whose role sees everything but whose scope does not is shown no more than a seller.
#[tokio::test]
async fn a_scope_hides_what_a_role_would_show() {
    let desk = Desk::open().await;
    let user = desk.user("regional", Role::Manager, None, Some("uf = 'SP'".to_owned())).await;
    let regional = desk.signed_in(&user).await;
    let page = desk.send(listed(&regional, &[])).await.expect(200);
    assert_eq!(page.customers().into_iter().collect::<BTreeSet<_>>(), keys([ALFA_ROOT, MARIA]));
    for path in ["/concentration", "/imports", "/imports/1", "/imports/1/rejects", "/imports/gaps", "/jobs"] {
        assert_eq!(desk.read(&regional, path).await.problem(), (403, "not_allowed".to_owned()), "{path}");
    }
    let hidden = desk.read(&regional, "/customers?columns=revenue_share").await;
    assert_eq!(hidden.problem(), (403, "hidden_metric".to_owned()));
    desk.read(&regional, &format!("/customers/{GAMA_ROOT}")).await.expect(404);
    let change = post("/changes", json!({ "what": "add_tags", "value": "n", "customers": [GAMA_ROOT] }));
    desk.send(change.by(&regional)).await.expect(404);
    // What is of the whole company is not theirs to change, nor to read.
    assert_eq!(desk.read(&regional, "/changes").await.problem(), (403, "not_allowed".to_owned()));
    let settings = desk.read(&regional, "/settings").await.expect(200);
    let threshold = json!({ "values": { "season.history_months": 30 } });
    for ask in [
        Ask::of("PUT", "/goals/2026-06/ANA").json(json!({ "revenue_cents": 1 })),
        Ask::of("PUT", "/settings").version(&settings.header("etag")).json(threshold),
    ] {
        assert_eq!(desk.send(ask.by(&regional)).await.problem(), (403, "not_allowed".to_owned()));
    }
}

#[tokio::test]
async fn a_seller_without_a_name_among_the_sellers_sees_nobody() {
    let desk = Desk::open().await;
    let user = desk.user("nova", Role::Seller, None, None).await;
    let nova = desk.signed_in(&user).await;
    assert_eq!(desk.send(listed(&nova, &[("with_prospects", "true")])).await.expect(200).json()["count"], 0);
    desk.read(&nova, &format!("/customers/{OMEGA_ROOT}")).await.expect(404);
}

/// Who is responsible counts at once, in both directions.
#[tokio::test]
async fn a_customer_handed_over_is_seen_by_the_other_at_the_next_question() {
    let (desk, people) = Desk::staffed().await;
    let user = desk.user("bia", Role::Seller, Some("BIA".to_owned()), None).await;
    let bia = desk.signed_in(&user).await;
    desk.read(&bia, &format!("/customers/{BETA_ROOT}")).await.expect(404);
    let handed = json!({ "what": "owner", "value": "BIA", "customers": [BETA_ROOT], "reason": "férias" });
    desk.send(post("/changes", handed).by(&people.manager)).await.expect(200);
    desk.read(&bia, &format!("/customers/{BETA_ROOT}")).await.expect(200);
    desk.read(&people.ana, &format!("/customers/{BETA_ROOT}")).await.expect(404);
}

/// Every answer a seller can read, looked through for anything of others.
#[tokio::test]
async fn no_answer_has_anything_of_others() {
    let stage = Stage::set().await;
    left_at_gama(&stage.desk).await;
    let ana = &stage.people.ana;
    let mut read = Vec::new();
    for (operation, statuses) in table() {
        if is_unsafe(&operation) || statuses[2] != 200 {
            continue;
        }
        let ask = stage.fitting(&operation, Some(ana)).await;
        read.push((operation, ask));
    }
    for metric in METRICS.iter().filter(|metric| !metric.reveals_total) {
        let path = format!("/customers/{ALFA_ROOT}/explain/{}?as_of={AS_OF}", metric.column.name);
        read.push((path.clone(), get(&path)));
        let path = format!("/customers?as_of={AS_OF}&limit=1&columns={}", metric.column.name);
        read.push((path.clone(), get(&path)));
    }
    for (operation, ask) in read {
        let answer = stage.desk.send(ask.by(ana)).await.expect(200);
        assert_silent(&operation, &answer.text());
        if let Some(cursor) =
            serde_json::from_slice::<Value>(&answer.body).ok().and_then(|body| body["next"].as_str().map(decoded))
        {
            assert_silent(&operation, &cursor);
        }
    }
}

fn assert_silent(place: &str, said: &str) {
    for others in OTHERS {
        assert!(!said.contains(others), "{place} tells of {others}: {said}");
    }
}

/// The whole company, for whoever does see everyone: the needles that the seller's answers are searched for are
/// really there.
#[tokio::test]
async fn a_manager_s_answers_do_have_what_a_seller_s_are_searched_for() {
    let (desk, People { manager, .. }) = Desk::staffed().await;
    let mut said = String::new();
    let columns = format!("/customers?as_of={AS_OF}&with_prospects=true&columns=name,revenue_12m_cents");
    let explained = format!("/customers/{ALFA_ROOT}/explain/revenue_share?as_of={AS_OF}");
    let owners = format!("/owners?as_of={AS_OF}");
    for path in [columns, explained, owners] {
        said += &desk.read(&manager, &path).await.expect(200).text();
    }
    let absent: Vec<&str> = OTHERS.into_iter().filter(|others| !said.contains(others)).collect();
    assert_eq!(absent, Vec::<&str>::new());
}

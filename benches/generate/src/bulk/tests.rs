use super::*;
use crate::recount::{Recount, bytes_of};

const SMALL: Settings = Settings {
    seed: 3,
    count: 700,
    customers: None,
    end: Day::from_epoch_days(20_777),
    packing: Packing::Archives(Some(3)),
};

#[test]
fn the_importer_must_come_to_what_the_xml_says() {
    let dir = tempfile::tempdir().unwrap();
    let summary = write_notes(dir.path(), &SMALL).unwrap();
    let recount = Recount::of(dir.path());
    assert_eq!(recount.notes.len(), 700);
    assert_eq!((summary.events, recount.cancelled.len()), (14, 14));
    assert_eq!(summary.expected.revenue_total_cents, recount.revenue_total_cents);
    assert_eq!(summary.expected.billed_total_cents, recount.billed_total_cents);
    assert_eq!(summary.expected.documents, recount.documents);
    assert_eq!(summary.expected.customers(), recount.customers.len() as u64);
    let items: usize = recount.notes.values().map(|text| text.matches("<det ").count()).sum();
    assert!((3.6..4.4).contains(&(items as f64 / 700.0)), "{items}");
    assert!(recount.notes.values().all(|text| (1..=20).contains(&text.matches("<det ").count())));
}

#[test]
fn sells_to_as_many_customers_as_asked() {
    let sold_to = |customers: u64| {
        let dir = tempfile::tempdir().unwrap();
        let settings = Settings { customers: Some(customers), ..SMALL };
        write_notes(dir.path(), &settings).unwrap().expected.customers()
    };
    assert_eq!(sold_to(3), 3);
    assert!((200..=700).contains(&sold_to(5_000)));
}

#[test]
fn packs_as_asked_the_same_each_time() {
    let files = |name: &str, packing: Packing| {
        let dir = tempfile::tempdir().unwrap();
        write_notes(&dir.path().join(name), &Settings { packing, count: 1_100, ..SMALL }).unwrap();
        bytes_of(dir.path())
    };
    assert_eq!(files("d", Packing::Archives(None)).len(), 1);
    assert_eq!(files("d", Packing::Archives(Some(3))).len(), 3);
    assert_eq!(files("d.zip", Packing::Archives(None)).keys().next().unwrap(), Path::new("d.zip"));
    let loose = files("d", Packing::Loose);
    assert_eq!(loose.len(), 1_122);
    assert_eq!(loose.keys().filter(|path| path.starts_with("d/00000")).count(), 1_000);
    assert!(loose == files("d", Packing::Loose));
    assert!(files("d", Packing::Archives(Some(2))) == files("d", Packing::Archives(Some(2))));
}

#[test]
fn its_logarithm_is_the_logarithm() {
    for number in [1.0, 2.0, 101.0, 100_001.0, 1e9] {
        assert!((natural_logarithm(number) - f64::ln(number)).abs() < 1e-9, "{number}");
    }
}

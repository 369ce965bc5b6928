//! Real files kept outside the repository. The numbers are those of a few lines of Python over them.

use std::collections::BTreeSet;
use std::io::Read;

use domain::Cents;
use domain::facts::{SaleRow, TitleRow};
use sources::table::{DateOrder, Gathering, Kind, Rows, Table};

use super::read_bytes;
use crate::public::say;
use crate::support::{bytes_of, repository};

fn data(name: &str) -> Option<Vec<u8>> {
    // Beside the repository, or beside the folder of its worktrees.
    let paths = ["../shared/data", "../../shared/data"].map(|folder| repository().join(folder).join(name));
    let Some(path) = paths.into_iter().find(|path| path.exists()) else {
        say(&format!("sem {name} ao lado do repositório: nada a comparar"));
        return None;
    };
    let bytes = bytes_of(&path);
    if !name.ends_with(".gz") {
        return Some(bytes);
    }
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain).expect("a gzip file");
    Some(plain)
}

fn sales(table: &Table) -> Vec<&SaleRow> {
    let Rows::Sales(rows) = &table.rows else { panic!("sales, not {:?}", table.kind) };
    rows.iter().map(|(_, row)| row).collect()
}

fn customers<'a>(rows: &[&'a SaleRow]) -> BTreeSet<&'a str> {
    rows.iter().filter_map(|row| row.customer.as_ref()).map(|customer| customer.party().key.code()).collect()
}

fn revenue(rows: &[&SaleRow]) -> Cents {
    Cents::checked_sum(rows.iter().map(|row| row.revenue)).expect("a sum")
}

#[test]
fn a_british_shop_needs_no_map() {
    let Some(bytes) = data("retail/online_retail.csv.gz") else { return };
    let table = read_bytes(&bytes, Some(Kind::Sales), None).unwrap().tables.remove(0);
    assert_eq!(table.rejects, []);
    assert!(table.ignored.is_empty());
    let rows = sales(&table);
    assert_eq!(rows.len(), 397_884);
    assert_eq!(customers(&rows).len(), 4_338);
    assert_eq!(revenue(&rows), Cents(891_140_790));
    assert!(rows.iter().all(|row| !row.returned && row.customer.is_some()));
    let mut gathering = Gathering::default();
    let source = table.source.clone();
    gathering.push(0, &source, table.rows);
    let documents: Vec<_> = gathering.finish().collect();
    assert_eq!(documents.len(), 18_532);
    assert_eq!(documents.iter().map(|document| document.rows).sum::<u64>(), 397_884);
}

#[test]
fn a_music_shop_without_header_needs_one_map() {
    let Some(bytes) = data("cdnow/CDNOW_sample.txt") else { return };
    let map = "kind = \"sales\"\nheader = \"none\"\n[columns]\n\"customer.code\" = 2\n\"invoice.issue_date\" = 3\n\
               \"item.quantity\" = 4\n\"invoice.total\" = 5\n";
    let table = read_bytes(&bytes, None, Some(map)).unwrap().tables.remove(0);
    let rows = sales(&table);
    assert_eq!((rows.len(), table.rejects.len()), (6_919, 0));
    assert_eq!(customers(&rows).len(), 2_357);
    assert_eq!(revenue(&rows), Cents(24_409_194));
}

#[test]
fn a_music_shop_with_header_needs_one_map() {
    let Some(bytes) = data("cdnow/CDNOW_master.txt.gz") else { return };
    let map = "kind = \"sales\"\nsource = \"cdnow\"\n[columns]\n\"customer.code\" = \"customer_id\"\n\
               \"invoice.issue_date\" = \"date\"\n\"item.quantity\" = \"number_of_cds\"\n\"invoice.total\" = \"dollar_value\"\n";
    let table = read_bytes(&bytes, None, Some(map)).unwrap().tables.remove(0);
    let rows = sales(&table);
    assert_eq!((rows.len(), table.rejects.len()), (69_659, 0));
    assert_eq!(customers(&rows).len(), 23_570);
    assert_eq!(revenue(&rows), Cents(250_031_563));
    let days: BTreeSet<String> = rows.iter().map(|row| row.day.iso()).collect();
    assert_eq!(days.first().map(String::as_str), Some("1997-01-01"));
    assert_eq!(days.last().map(String::as_str), Some("1998-06-30"));
}

#[test]
fn invoices_paid_late_are_receivables_with_settlements() {
    let Some(bytes) = data("receivables/ar_ibm_late_payment.csv") else { return };
    let table = read_bytes(&bytes, None, None).unwrap().tables.remove(0);
    assert_eq!(table.kind, Kind::Receivables);
    assert_eq!(table.dates, DateOrder::MonthFirst);
    let Rows::Receivables(rows) = &table.rows else { panic!("{:?}", table.kind) };
    assert_eq!((rows.len(), table.rejects.len()), (2_466, 0));
    let rows: Vec<&TitleRow> = rows.iter().map(|(_, row)| row).collect();
    assert_eq!(Cents::checked_sum(rows.iter().map(|row| row.amount)), Some(Cents(14_770_318)));
    assert_eq!(rows.iter().map(|row| row.customer.party().key.code()).collect::<BTreeSet<_>>().len(), 100);
    assert!(rows.iter().all(|row| row.paid_on.is_some() && row.paid_amount == Some(row.amount)));
    // The sum of `DaysToSettle`, counted by the file's author.
    let days: i32 = rows.iter().map(|row| row.paid_on.unwrap().days_since(row.issued_on.unwrap())).sum();
    assert_eq!(days, 65_213);
}

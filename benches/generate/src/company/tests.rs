use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::recount::{Recount, bytes_of, field, section, sections, sum, worth};
use crate::tally::Customer;

const SMALL: Settings = Settings { seed: 11, end: Day::from_epoch_days(20_777), customers: 120 };

/// A small company written to a folder, and what is in its archives.
fn written_company(settings: &Settings) -> (tempfile::TempDir, Summary, Recount) {
    let dir = tempfile::tempdir().unwrap();
    let summary = write_company(&dir.path().join("c"), settings).unwrap();
    std::fs::rename(dir.path().join("c/avulsos"), dir.path().join("avulsos")).unwrap();
    let recount = Recount::of(&dir.path().join("c"));
    (dir, summary, recount)
}

#[test]
fn the_importer_must_come_to_what_the_xml_says() {
    for seed in [11, 12, 13] {
        let (_dir, summary, recount) = written_company(&Settings { seed, ..SMALL });
        let expected = &summary.expected;
        assert_eq!(summary.notes, recount.notes.len());
        assert_eq!(summary.events, recount.cancelled.len() + recount.others.len());
        assert_eq!(expected.revenue_total_cents, recount.revenue_total_cents);
        assert_eq!(expected.billed_total_cents, recount.billed_total_cents);
        assert_eq!(expected.returns_total_cents, recount.returns_total_cents);
        assert_eq!(expected.unidentified_revenue_cents, recount.unidentified_revenue_cents);
        assert_eq!(expected.documents, recount.documents);
        assert_eq!(expected.customers(), recount.customers.len() as u64);
        assert!(recount.returns_total_cents > 0 && recount.unidentified_revenue_cents > 0);
        assert!(!recount.cancelled.is_empty());
    }
}

#[test]
fn every_note_adds_up() {
    let (_dir, _, recount) = written_company(&SMALL);
    for text in recount.notes.values() {
        let items: String = sections(text, "det").concat();
        let taxes = sum(&items, "vIPI") + sum(&items, "vIPIDevol") + sum(&items, "vICMSST");
        let totals = section(text, "ICMSTot");
        assert_eq!(worth(&items) + taxes, sum(totals, "vNF"), "{text}");
        assert_eq!(
            worth(totals) + sum(totals, "vST") + sum(totals, "vIPI") + sum(totals, "vIPIDevol"),
            sum(totals, "vNF")
        );
        for (item_tag, total_tag) in [("vICMSST", "vST"), ("vICMS", "vICMS"), ("vPIS", "vPIS"), ("vCOFINS", "vCOFINS")]
        {
            assert_eq!(sum(&items, item_tag), sum(totals, total_tag), "{item_tag} {text}");
        }
        if text.contains("<cobr>") {
            let gifts = sections(text, "det").into_iter().filter(|item| field(item, "CFOP").ends_with("910"));
            let given: i64 = gifts.map(|item| worth(item) + sum(item, "vIPI") + sum(item, "vICMSST")).sum();
            assert_eq!(sum(text, "vDup"), sum(totals, "vNF") - given, "{text}");
            assert_eq!(sum(text, "vLiq"), sum(text, "vDup"));
        }
    }
}

#[test]
fn keys_are_those_of_their_notes() {
    let (_dir, _, recount) = written_company(&SMALL);
    for (written, text) in &recount.notes {
        let key: domain::AccessKey = written.parse().unwrap();
        assert!(key.check_digit_holds(), "{key}");
        assert_eq!(key.issuer(), field(section(text, "emit"), "CNPJ"));
        assert_eq!(key.number().to_string(), field(text, "nNF"));
        assert_eq!(key.model().to_string(), field(text, "mod"));
        assert_eq!(key.year_month(), format!("{}{}", &field(text, "dhEmi")[2..4], &field(text, "dhEmi")[5..7]));
        assert!(text.contains(&format!("Id=\"NFe{key}\"")));
        assert_ne!(field(text, "cNF"), format!("{:0>8}", field(text, "nNF")));
    }
}

#[test]
fn numbers_have_no_holes_but_those_meant() {
    let (_dir, summary, recount) = written_company(&SMALL);
    let mut numbers: BTreeMap<(String, String, String), BTreeSet<u32>> = BTreeMap::new();
    for text in recount.notes.values() {
        let issuer = field(section(text, "emit"), "CNPJ");
        if issuer.starts_with("11222333") {
            let series = (issuer.to_owned(), field(text, "mod").to_owned(), field(text, "serie").to_owned());
            assert!(numbers.entry(series).or_default().insert(field(text, "nNF").parse().unwrap()), "{text}");
        }
    }
    let mut voided = 0;
    for text in recount.others.iter().filter(|text| text.contains("<ProcInutNFe")) {
        let series = (field(text, "CNPJ").to_owned(), "55".to_owned(), "1".to_owned());
        let (first, last): (u32, u32) =
            (field(text, "nNFIni").parse().unwrap(), field(text, "nNFFin").parse().unwrap());
        let numbers = numbers.get_mut(&series).unwrap();
        assert!((first..=last).all(|number| numbers.insert(number)));
        voided += 1;
    }
    assert_eq!(voided, 2);
    let missing: Vec<String> = numbers
        .iter()
        .flat_map(|((issuer, _, series), numbers)| {
            let (first, last) = (*numbers.first().unwrap(), *numbers.last().unwrap());
            let missing = (first..last).filter(|number| !numbers.contains(number));
            missing.map(|number| format!("{issuer}/{series}/{number}")).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(missing, [summary.missing_number]);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_others() {
    let files = |seed: u64| {
        let dir = tempfile::tempdir().unwrap();
        write_company(dir.path(), &Settings { seed, customers: 40, ..SMALL }).unwrap();
        bytes_of(dir.path())
    };
    let first = files(5);
    assert_eq!(first.len(), 25 + 8);
    assert!(first == files(5));
    assert!(first != files(6));
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("minha.xml"), "x").unwrap();
    assert!(matches!(write_company(dir.path(), &SMALL), Err(Error::NotEmpty { .. })));
}

#[test]
fn the_rare_cases_are_there_once() {
    let (dir, _, recount) = written_company(&SMALL);
    let with = |needle: &str| recount.notes.values().filter(|text| text.contains(needle)).count();
    assert_eq!(with("<finNFe>2</finNFe>"), 1);
    assert_eq!(with("SIMPLES FATURAMENTO"), 1);
    assert_eq!(with("REMESSA DE VENDA PARA ENTREGA FUTURA"), 1);
    assert_eq!(with("<cStat>302</cStat>"), 1);
    assert_eq!(with("<tpAmb>2</tpAmb>"), 1);
    assert!(with("<mod>65</mod>") > 5 && with("<CFOP>5152</CFOP>") > 20);
    assert!(with("<CFOP>5910</CFOP>") + with("<CFOP>6910</CFOP>") > 3);
    assert!(with("<finNFe>4</finNFe>") > 3 && with("<DFeReferenciado>") < with("<finNFe>4</finNFe>"));
    assert_eq!(recount.others.iter().filter(|text| text.contains("<tpEvento>110110")).count(), 1);
    let odd = bytes_of(&dir.path().join("avulsos"));
    assert_eq!(odd.len(), 8);
    let text = |name: &str| String::from_utf8_lossy(&odd[Path::new(name)]).into_owned();
    assert!(text("nota_com_virgula.xml").contains("<vProd>12,34</vProd>"));
    assert!(!text("nota_cortada.xml").contains("</NFe>"));
    assert_eq!(field(&text("nota_chave_curta.xml"), "chNFe").len(), 43);
    assert!(!text("nota_de_terceiros.xml").contains("<CNPJ>11222333"));
    assert!(text("boleto.pdf").starts_with("%PDF") && text("vazio.xml").is_empty());
}

#[test]
fn a_fifth_of_the_customers_bring_about_four_fifths_of_revenue() {
    let plan = plan(&Settings { customers: 1_000, ..SMALL });
    let mut revenue: std::collections::HashMap<Customer, i64> = std::collections::HashMap::new();
    for note in plan.notes.iter().filter(|note| note.is_live() && note.operation == crate::note::Operation::Sale) {
        if let Some(recipient) = note.recipient {
            *revenue.entry(Customer::of(&plan.party(recipient).tax_id)).or_default() += note.total();
        }
    }
    let mut revenue: Vec<i64> = revenue.into_values().collect();
    revenue.sort_unstable_by(|a, b| b.cmp(a));
    let of_a_fifth: i64 = revenue[..revenue.len() / 5].iter().sum();
    let share = of_a_fifth as f64 / revenue.iter().sum::<i64>() as f64;
    assert!((0.70..0.88).contains(&share), "{share}");
}

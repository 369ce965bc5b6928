//! What a line is worth: `formulas.md`, "Amounts".

use domain::facts::{ItemAmounts, Note};
use domain::record::Warning;
use rstest::rstest;

use crate::support::draft::{Draft, Line, company};
use crate::support::{
    CUSTOMER, SUPPLIER, accepted_note, billed_cents, note_of, only, read, revenue_cents, warnings_of,
};

/// A line of R$ 100,00.
fn line() -> Line {
    Line::of("5102", "100.00")
}

fn icms(fields: &str) -> Line {
    line().taxed(&format!("<ICMS><ICMS10><orig>0</orig><CST>10</CST>{fields}</ICMS10></ICMS>"))
}

fn sale_of(line: Line, total: &str) -> Note {
    note_of(Draft::sale().line(line).total(total).xml())
}

/// A line of R$ 100,00 with something more, the note's total, revenue and billed.
#[rstest]
#[case::nothing_more(line(), "100.00", 10_000, 10_000)]
#[case::freight(line().with_product("<vFrete>7.00</vFrete>"), "107.00", 10_700, 10_700)]
#[case::insurance(line().with_product("<vSeg>3.00</vSeg>"), "103.00", 10_300, 10_300)]
#[case::other_expenses(line().with_product("<vOutro>2.50</vOutro>"), "102.50", 10_250, 10_250)]
#[case::discount(line().with_product("<vDesc>10.01</vDesc>"), "89.99", 8_999, 8_999)]
#[case::all_of_them(
    line().with_product("<vFrete>7.00</vFrete><vSeg>3.00</vSeg><vDesc>10.00</vDesc><vOutro>2.50</vOutro>"),
    "102.50", 10_250, 10_250
)]
#[case::whole_discount(line().with_product("<vDesc>100.00</vDesc>"), "0.00", 0, 0)]
#[case::ipi(line().taxed("<IPI><cEnq>999</cEnq><IPITrib><vIPI>5.00</vIPI></IPITrib></IPI>"), "105.00", 10_000, 10_500)]
#[case::icms_by_substitution(icms("<vICMS>18.00</vICMS><vICMSST>11.52</vICMSST>"), "111.52", 10_000, 11_152)]
#[case::icms_of_simples_by_substitution(
    line().taxed("<ICMS><ICMSSN202><vICMSST>4.00</vICMSST></ICMSSN202></ICMS>"), "104.00", 10_000, 10_400
)]
#[case::fcp_by_substitution(icms("<vICMSST>11.52</vICMSST><vFCPST>2.00</vFCPST>"), "113.52", 10_000, 11_352)]
#[case::substitution_already_withheld(
    line().taxed("<ICMS><ICMS60><vICMSSTRet>9.00</vICMSSTRet><vFCPSTRet>1.00</vFCPSTRet></ICMS60></ICMS>"),
    "100.00", 10_000, 10_000
)]
#[case::import_duty(line().taxed("<II><vBC>100.00</vBC><vII>12.00</vII></II>"), "112.00", 10_000, 11_200)]
#[case::ipi_of_goods_returned(
    line().followed_by("<impostoDevol><pDevol>100.00</pDevol><IPI><vIPIDevol>5.00</vIPIDevol></IPI></impostoDevol>"),
    "105.00", 10_000, 10_500
)]
#[case::single_phase_icms_withheld(
    line().taxed("<ICMS><ICMS15><vICMSMono>20.00</vICMSMono><vICMSMonoReten>3.00</vICMSMonoReten></ICMS15></ICMS>"),
    "103.00", 10_000, 10_300
)]
#[case::single_phase_icms_within_the_price(
    line().taxed("<ICMS><ICMS02><vICMSMono>20.00</vICMSMono></ICMS02></ICMS>"), "100.00", 10_000, 10_000
)]
#[case::single_phase_icms_already_withheld(
    line().taxed("<ICMS><ICMS61><vICMSMonoRet>20.00</vICMSMonoRet></ICMS61></ICMS>"), "100.00", 10_000, 10_000
)]
#[case::pis_st_in_the_total(
    line().taxed("<PISST><vPIS>0.65</vPIS><indSomaPISST>1</indSomaPISST></PISST>"), "100.65", 10_000, 10_065
)]
#[case::pis_st_outside_the_total(
    line().taxed("<PISST><vPIS>0.65</vPIS><indSomaPISST>0</indSomaPISST></PISST>"), "100.00", 10_000, 10_000
)]
#[case::pis_st_that_does_not_say(line().taxed("<PISST><vPIS>0.65</vPIS></PISST>"), "100.00", 10_000, 10_000)]
#[case::cofins_st_in_the_total(
    line().taxed("<COFINSST><vCOFINS>3.00</vCOFINS><indSomaCOFINSST>1</indSomaCOFINSST></COFINSST>"),
    "103.00", 10_000, 10_300
)]
#[case::cofins_st_outside_the_total(
    line().taxed("<COFINSST><vCOFINS>3.00</vCOFINS></COFINSST>"), "100.00", 10_000, 10_000
)]
#[case::share_of_the_state_of_destination(
    line().taxed("<ICMSUFDest><vFCPUFDest>1.00</vFCPUFDest><vICMSUFDest>6.00</vICMSUFDest></ICMSUFDest>"),
    "100.00", 10_000, 10_000
)]
#[case::service(
    line().taxed("<ISSQN><vBC>100.00</vBC><vAliq>5.0000</vAliq><vISSQN>5.00</vISSQN></ISSQN>"), "100.00", 10_000, 10_000
)]
#[case::ibs_and_cbs(
    line().taxed("<IBSCBS><CST>000</CST><gIBSCBS><vBC>100.00</vBC><gIBSUF><vIBSUF>0.10</vIBSUF></gIBSUF>\
        <vIBS>0.10</vIBS><gCBS><vCBS>0.90</vCBS></gCBS></gIBSCBS></IBSCBS>"),
    "100.00", 10_000, 10_000
)]
#[case::selective_tax(line().taxed("<IS><vIS>7.00</vIS></IS>"), "100.00", 10_000, 10_000)]
fn a_line_is_worth(#[case] line: Line, #[case] total: &str, #[case] revenue: i64, #[case] billed: i64) {
    let note = sale_of(line.clone(), total);
    assert_eq!((revenue_cents(&note.items), billed_cents(&note.items), note.difference.0), (revenue, billed, 0));
    assert_eq!(warnings_of(Draft::sale().line(line).total(total).xml()), []);
}

/// The relieved ICMS is deducted where the line says so; where it says nothing, only if then the
/// lines add up to the note.
#[rstest]
#[case::said("<indDeduzDeson>1</indDeduzDeson>", "93.00", 9_300, 0)]
#[case::said_and_not_adding_up("<indDeduzDeson>1</indDeduzDeson>", "100.00", 9_300, 700)]
#[case::denied("<indDeduzDeson>0</indDeduzDeson>", "100.00", 10_000, 0)]
#[case::denied_and_not_adding_up("<indDeduzDeson>0</indDeduzDeson>", "93.00", 10_000, -700)]
#[case::unsaid_adding_up_without("", "100.00", 10_000, 0)]
#[case::unsaid_adding_up_with("", "93.00", 9_300, 0)]
#[case::unsaid_and_never_adding_up("", "95.00", 10_000, -500)]
fn a_relieved_icms_may_be_deducted(
    #[case] said: &str,
    #[case] total: &str,
    #[case] revenue: i64,
    #[case] difference: i64,
) {
    let group = format!("<ICMS><ICMS40><CST>40</CST><vICMSDeson>7.00</vICMSDeson>{said}</ICMS40></ICMS>");
    let note = sale_of(line().taxed(&group), total);
    assert_eq!((revenue_cents(&note.items), note.difference.0), (revenue, difference));
}

/// One line says, the other does not: each keeps its own rule.
#[test]
fn each_line_says_for_itself_whether_it_deducts() {
    let relieved =
        |said: &str| line().taxed(&format!("<ICMS><ICMS40><vICMSDeson>7.00</vICMSDeson>{said}</ICMS40></ICMS>"));
    let lines = [relieved("<indDeduzDeson>0</indDeduzDeson>"), relieved("")];
    let note = note_of(Draft::sale().lines(lines).total("193.00").xml());
    let revenue: Vec<i64> = note.items.iter().map(|item| item.amounts.revenue.0).collect();
    assert_eq!((revenue, note.difference.0), (vec![10_000, 9_300], 0));
}

#[test]
fn taxes_are_kept_apart_for_net_revenue() {
    let taxes = "<ICMS><ICMS10><vICMS>18.00</vICMS><vFCP>2.00</vFCP><vICMSST>11.52</vICMSST><vFCPST>1.00</vFCPST>\
        </ICMS10></ICMS><IPI><IPITrib><vIPI>5.00</vIPI></IPITrib></IPI><PIS><PISAliq><vPIS>1.65</vPIS></PISAliq></PIS>\
        <PISST><vPIS>0.33</vPIS></PISST><COFINS><COFINSAliq><vCOFINS>7.60</vCOFINS></COFINSAliq></COFINS>\
        <COFINSST><vCOFINS>0.44</vCOFINS></COFINSST><IBSCBS><gIBSCBS><vIBS>0.10</vIBS><gCBS><vCBS>0.90</vCBS></gCBS>\
        </gIBSCBS></IBSCBS>";
    let note = sale_of(line().taxed(taxes), "117.52");
    let ItemAmounts { revenue, billed, icms, fcp, icms_st, ipi, iss, pis, cofins, ibs, cbs } = note.items[0].amounts;
    assert_eq!((revenue.0, billed.0), (10_000, 11_752));
    assert_eq!((icms.0, fcp.0, icms_st.0, ipi.0, iss.0), (1_800, 200, 1_252, 500, 0));
    assert_eq!((pis.0, cofins.0, ibs.0, cbs.0), (165, 760, 10, 90));
}

/// A service's price is in its line: the total's `vServ` is not added to it.
#[test]
fn services_are_billed_once() {
    let service = line().taxed("<ISSQN><vBC>100.00</vBC><vISSQN>5.00</vISSQN></ISSQN>");
    let goods = Line::of("5102", "40.00");
    let draft = Draft::sale().lines([service, goods]).total("140.00");
    let draft = Draft { more_totals: "<ISSQNtot><vServ>100.00</vServ><vISS>5.00</vISS></ISSQNtot>".into(), ..draft };
    let note = note_of(draft.xml());
    assert_eq!((revenue_cents(&note.items), billed_cents(&note.items), note.difference.0), (14_000, 14_000, 0));
    assert_eq!((note.items[0].amounts.iss.0, note.items[1].amounts.iss.0), (500, 0));
}

#[test]
fn lines_outside_the_total_do_not_count() {
    let outside = Line::of("5102", "30.00")
        .with_product("<vFrete>9.00</vFrete><indTot>0</indTot>")
        .taxed("<IPI><IPITrib><vIPI>5.00</vIPI></IPITrib></IPI>");
    let note = note_of(Draft::sale().lines([line(), outside]).total("100.00").xml());
    assert_eq!((revenue_cents(&note.items), billed_cents(&note.items), note.difference.0), (10_000, 10_000, 0));
}

#[test]
fn what_the_reform_adds_outside_is_kept_beside() {
    let draft = Draft::sale().total("100.00");
    let outside = "<IBSCBSTot><vBCIBSCBS>100.00</vBCIBSCBS><gIBS><vIBS>0.10</vIBS></gIBS><gCBS><vCBS>0.90</vCBS></gCBS>\
        </IBSCBSTot><vNFTot>101.00</vNFTot>";
    let note = note_of(Draft { more_totals: outside.to_owned(), ..draft }.xml());
    assert_eq!((note.total.0, note.difference.0), (10_000, 0));
    assert_eq!(note.total_with_outside_taxes.map(|total| total.0), Some(10_100));
}

#[rstest]
#[case::more_than_the_lines("100.01", 1, "os itens somam R$ 100,00, o total da nota é R$ 100,01")]
#[case::less_than_the_lines("1.00", -9_900, "os itens somam R$ 100,00, o total da nota é R$ 1,00")]
fn a_difference_is_reported_never_hidden(#[case] total: &str, #[case] difference: i64, #[case] text: &str) {
    let (note, warnings) = accepted_note(only(read(Draft::sale().total(total).xml())));
    assert_eq!(note.difference.0, difference);
    let [warning @ Warning::TotalMismatch { .. }] = &warnings[..] else { panic!("{warnings:?}") };
    assert_eq!(warning.to_string(), text);
}

/// Bonus and sale in one note: Σ billed is `vNF`, though not all of it is revenue.
#[test]
fn every_class_is_billed_its_share() {
    let lines = [Line::of("6107", "70.00"), Line::of("6910", "30.00")];
    let note = note_of(Draft::sale().lines(lines).total("100.00").xml());
    assert_eq!((billed_cents(&note.items), note.difference.0), (10_000, 0));
}

/// Returns are written as positive amounts; their class makes them negative.
#[test]
fn a_return_follows_the_same_rule() {
    let back = Line::of("1202", "100.00").taxed("<IPI><IPITrib><vIPI>5.00</vIPI></IPITrib></IPI>");
    let note = note_of(Draft::own_entry(&company(CUSTOMER)).purpose("4").line(back).total("105.00").xml());
    assert_eq!((note.items[0].amounts.revenue.0, note.items[0].amounts.billed.0), (10_000, 10_500));
}

#[test]
fn a_bought_note_is_counted_alike() {
    let bought = Line::of("5102", "100.00").taxed("<IPI><IPITrib><vIPI>5.00</vIPI></IPITrib></IPI>");
    let note = note_of(Draft::between(SUPPLIER, crate::support::HEAD_OFFICE).line(bought).total("105.00").xml());
    assert_eq!((revenue_cents(&note.items), billed_cents(&note.items), note.difference.0), (10_000, 10_500, 0));
}

fn dup(number: &str, due_on: &str, value: &str) -> String {
    let due_on = if due_on.is_empty() { String::new() } else { format!("<dVenc>{due_on}</dVenc>") };
    format!("<dup><nDup>{number}</nDup>{due_on}<vDup>{value}</vDup></dup>")
}

/// `nDup` is free text and may repeat; a receivable without due date is due on the note's day.
#[test]
fn receivables_are_told_apart_by_their_place() {
    let dups = [dup("210166", "2026-04-01", "40.00"), dup("210166", "2026-05-01", "35.00"), dup("", "", "25.00")];
    let cobr = format!("<cobr><fat><nFat>7</nFat><vLiq>100.00</vLiq></fat>{}</cobr>", dups.concat());
    let note = note_of(Draft::sale().then(&cobr).xml());
    let found: Vec<_> =
        note.receivables.iter().map(|one| (one.ordinal, one.number.as_str(), one.due_on.iso(), one.amount.0)).collect();
    let expected = [
        (1, "210166", "2026-04-01".to_owned(), 4_000),
        (2, "210166", "2026-05-01".to_owned(), 3_500),
        (3, "", "2026-03-02".to_owned(), 2_500),
    ];
    assert_eq!(found, expected);
}

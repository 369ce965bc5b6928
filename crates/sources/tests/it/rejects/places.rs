//! Where it is wrong: the line, and the place within the file from its outermost element
//! ([`domain::record::Reject::path`]).

use rstest::rstest;

use super::{reject_of, sale_with};
use crate::support::draft::{Draft, Line};

/// A value that cannot be read stands at its element.
#[rstest]
#[case("<dhEmi>2026-03-02", "<dhEmi>2026-13-02", "nfeProc/NFe/infNFe/ide/dhEmi", "2026-13-02T10:00:00-03:00")]
#[case("<tpNF>1", "<tpNF>7", "nfeProc/NFe/infNFe/ide/tpNF", "7")]
#[case("<vProd>100.00", "<vProd>100,00", "nfeProc/NFe/infNFe/det/prod/vProd", "100,00")]
#[case("<qCom>1.0000", "<qCom>um", "nfeProc/NFe/infNFe/det/prod/qCom", "um")]
#[case("<CFOP>5102", "<CFOP>9102", "nfeProc/NFe/infNFe/det/prod/CFOP", "9102")]
#[case("<vNF>100.00", "<vNF>x", "nfeProc/NFe/infNFe/total/ICMSTot/vNF", "x")]
fn a_wrong_value_is_shown_where_it_stands(
    #[case] written: &str,
    #[case] instead: &str,
    #[case] path: &str,
    #[case] value: &str,
) {
    let file = sale_with(written, &format!("\n\n{instead}"));
    let reject = reject_of(&file);
    assert_eq!((reject.path.as_deref(), reject.value.as_deref()), (Some(path), Some(value)));
    assert_eq!(reject.line, Some(3));
}

/// A value that is missing is shown where it should stand.
#[rstest]
#[case("<CFOP>5102</CFOP>", "nfeProc/NFe/infNFe/det[1]/prod/CFOP")]
#[case("<vProd>100.00</vProd>", "nfeProc/NFe/infNFe/det[1]/prod/vProd")]
fn a_missing_value_is_shown_at_its_line_of_the_note(#[case] written: &str, #[case] path: &str) {
    let reject = reject_of(sale_with(written, ""));
    assert_eq!((reject.path.as_deref(), reject.value, reject.line), (Some(path), None, Some(1)));
}

#[rstest]
#[case("<dhEmi>2026-03-02T10:00:00-03:00</dhEmi>", "", "nfeProc/NFe/infNFe/ide/dhEmi", None)]
#[case("<tpNF>1</tpNF>", "", "nfeProc/NFe/infNFe/ide/tpNF", None)]
#[case("<vNF>100.00</vNF>", "", "nfeProc/NFe/infNFe/total/ICMSTot/vNF", None)]
#[case("<finNFe>1</finNFe>", "<finNFe>9</finNFe>", "nfeProc/NFe/infNFe/ide/finNFe", Some("9"))]
#[case(" Id=\"NFe3", " Id=\"NFe", "nfeProc/NFe/infNFe/@Id", Some(&Draft::sale().key()[1..]))]
fn a_note_that_cannot_be_kept_is_shown_in_its_file(
    #[case] written: &str,
    #[case] instead: &str,
    #[case] path: &str,
    #[case] value: Option<&str>,
) {
    let reject = reject_of(sale_with(written, instead));
    assert_eq!((reject.path.as_deref(), reject.value.as_deref()), (Some(path), value));
}

/// The second line's value, and the value cut short.
#[test]
fn a_long_value_is_cut_short() {
    let long = "9".repeat(500) + "x";
    let draft = Draft::sale().without_protocol().lines([Line::of("5102", "1.00"), Line::of("5102", "2.00")]);
    let file = draft.xml().replace("<vProd>2.00</vProd>", &format!("\n<vProd>{long}</vProd>"));
    let reject = reject_of(file);
    assert!(reject.value.is_some_and(|value| value.len() <= 60));
    assert_eq!(reject.line, Some(2));
}

#[test]
fn a_broken_file_is_shown_where_it_breaks() {
    let sale = Draft::sale().xml().replace("<emit>", "\n\n\n<emit>");
    let wrong_end = reject_of(sale.replace("</emit>", "</dest>"));
    assert_eq!((wrong_end.line, wrong_end.path.as_deref()), (Some(4), Some("nfeProc/NFe/infNFe/emit")));
    let cut = reject_of(&sale[..sale.find("</emit>").expect("emit ends")]);
    assert_eq!((cut.line, cut.path.as_deref()), (Some(4), Some("nfeProc/NFe/infNFe/emit")));
}

//! A document says the same whoever reads it: "it does not depend on whose books are read"
//! ([`domain::facts::Document::content`]). A company that tells us of another of its roots, and
//! imports the same files again, brings duplicates and not other versions.

use domain::ContentHash;
use rstest::rstest;

use crate::support::draft::Draft;
use crate::support::{BRANCH, CUSTOMER, HEAD_OFFICE, ROOT, SISTER, SISTER_ROOT, accepted, only, reader_of};

fn said_to(roots: &[&str], draft: &Draft) -> ContentHash {
    accepted(only(reader_of(roots).read(draft.xml().as_bytes()))).0.content()
}

const COBR: &str = "<cobr><dup><nDup>001</nDup><dVenc>2026-04-01</dVenc><vDup>100.00</vDup></dup></cobr>";

#[rstest]
#[case::nothing_else_changes(Draft::sale(), &[ROOT], &[ROOT, SISTER_ROOT])]
#[case::transfer(Draft::between(HEAD_OFFICE, BRANCH).cfop("5152"), &[ROOT], &[SISTER_ROOT, ROOT])]
#[case::consumer(Draft::sale().nfce().to(""), &[ROOT], &[ROOT, SISTER_ROOT])]
#[case::sale_that_becomes_intercompany(Draft::between(HEAD_OFFICE, SISTER), &[ROOT], &[ROOT, SISTER_ROOT])]
#[case::sale_with_receivables_that_becomes_intercompany(
    Draft::between(HEAD_OFFICE, SISTER).then(COBR), &[ROOT], &[ROOT, SISTER_ROOT]
)]
#[case::purchase_that_becomes_intercompany(Draft::between(HEAD_OFFICE, SISTER), &[SISTER_ROOT], &[ROOT, SISTER_ROOT])]
#[case::seller_and_buyer(Draft::between(HEAD_OFFICE, CUSTOMER).then(COBR), &[ROOT], &["44555666"])]
#[case::return_seen_by_both(
    Draft::between(CUSTOMER, HEAD_OFFICE).purpose("4").cfop("5202"), &[ROOT], &["44555666"]
)]
fn what_a_note_says_is_the_same_in_any_books(#[case] draft: Draft, #[case] one: &[&str], #[case] other: &[&str]) {
    assert_eq!(said_to(one, &draft), said_to(other, &draft));
}

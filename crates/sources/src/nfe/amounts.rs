//! What each line is worth: DL 1.598/77 art. 12 and CPC 47 leave out of revenue the taxes collected
//! for the State on top of the price; the note's total takes them in (leiaute 4.00, rule W16-10).

use domain::Cents;
use domain::facts::ItemAmounts;

use super::raw::{RawItem, RawTaxes};

/// The amounts of every line, and how far `vNF` is from the sum of what the lines are billed at.
/// `None` where a sum overflows.
///
/// A relieved ICMS was deducted from the price where the line says so; where it does not say, only
/// if that makes the lines add up to the note.
pub(super) fn amounts(items: &[RawItem<'_>], total: Cents) -> Option<(Vec<ItemAmounts>, Cents)> {
    let as_said = all(items, false)?;
    let difference = difference(&as_said, total)?;
    let says_nothing =
        |item: &RawItem<'_>| item.taxes.icms_relieved != Cents::ZERO && item.taxes.icms_relieved_is_deducted.is_none();
    if difference != Cents::ZERO && items.iter().any(says_nothing) {
        let deducting = all(items, true)?;
        if self::difference(&deducting, total)? == Cents::ZERO {
            return Some((deducting, Cents::ZERO));
        }
    }
    Some((as_said, difference))
}

fn all(items: &[RawItem<'_>], deduct_where_unsaid: bool) -> Option<Vec<ItemAmounts>> {
    items.iter().map(|item| of_item(item, deduct_where_unsaid)).collect()
}

fn difference(amounts: &[ItemAmounts], total: Cents) -> Option<Cents> {
    total.checked_sub(Cents::checked_sum(amounts.iter().map(|amounts| amounts.billed))?)
}

fn of_item(item: &RawItem<'_>, deduct_where_unsaid: bool) -> Option<ItemAmounts> {
    let taxes = &item.taxes;
    let within_price = ItemAmounts {
        icms: taxes.icms,
        fcp: taxes.fcp,
        iss: taxes.iss,
        pis: taxes.pis,
        cofins: taxes.cofins,
        ibs: taxes.ibs,
        cbs: taxes.cbs,
        ..ItemAmounts::default()
    };
    if item.outside_total {
        return Some(within_price);
    }
    let relieved =
        if taxes.icms_relieved_is_deducted.unwrap_or(deduct_where_unsaid) { taxes.icms_relieved } else { Cents::ZERO };
    let icms_st = taxes.icms_st.checked_add(taxes.fcp_st)?;
    let revenue = Cents::checked_sum([item.value?, item.freight, item.insurance, item.other])?
        .checked_sub(item.discount)?
        .checked_sub(relieved)?;
    let billed = Cents::checked_sum([
        revenue,
        taxes.ipi,
        taxes.ipi_returned,
        icms_st,
        taxes.import_duty,
        taxes.icms_single_phase,
        contributions_on_top(taxes)?,
    ])?;
    Some(ItemAmounts { revenue, billed, icms_st, ipi: taxes.ipi, ..within_price })
}

/// PIS-ST and COFINS-ST, where the line says that they are in the total.
fn contributions_on_top(taxes: &RawTaxes) -> Option<Cents> {
    let pis = if taxes.pis_st_in_total { taxes.pis_st } else { Cents::ZERO };
    let cofins = if taxes.cofins_st_in_total { taxes.cofins_st } else { Cents::ZERO };
    pis.checked_add(cofins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(value: i64, taxes: RawTaxes) -> RawItem<'static> {
        RawItem { value: Some(Cents(value)), taxes, ..RawItem::default() }
    }

    #[test]
    fn revenue_leaves_out_what_is_collected_for_the_state() {
        let taxes = RawTaxes { ipi: Cents(5_000), icms_st: Cents(11_520), icms: Cents(18_000), ..RawTaxes::default() };
        let items = [RawItem { freight: Cents(200), discount: Cents(100), ..line(100_000, taxes) }];
        let (amounts, difference) = amounts(&items, Cents(116_620)).unwrap();
        assert_eq!(amounts[0].revenue, Cents(100_100));
        assert_eq!(amounts[0].billed, Cents(116_620));
        assert_eq!((amounts[0].icms, difference), (Cents(18_000), Cents(0)));
    }

    #[test]
    fn a_relieved_icms_is_deducted_where_said_or_where_only_then_the_note_adds_up() {
        let relieved = |deducted| RawTaxes {
            icms_relieved: Cents(700),
            icms_relieved_is_deducted: deducted,
            ..RawTaxes::default()
        };
        let revenue = |deducted, total| amounts(&[line(10_000, relieved(deducted))], Cents(total)).unwrap();
        assert_eq!(revenue(Some(true), 9_300).0[0].revenue, Cents(9_300));
        assert_eq!(revenue(Some(false), 10_000).0[0].revenue, Cents(10_000));
        assert_eq!(revenue(None, 9_300), (revenue(Some(true), 9_300).0, Cents(0)));
        assert_eq!(revenue(None, 10_000).0[0].revenue, Cents(10_000));
        assert_eq!(revenue(None, 9_999).1, Cents(-1), "neither adds up: as written, and reported");
    }

    #[test]
    fn a_line_outside_the_total_is_worth_nothing() {
        let items = [RawItem { outside_total: true, ..line(500, RawTaxes::default()) }];
        let (amounts, difference) = amounts(&items, Cents(0)).unwrap();
        assert_eq!((amounts[0].revenue, amounts[0].billed, difference), (Cents(0), Cents(0), Cents(0)));
    }

    #[test]
    fn contributions_by_substitution_count_only_where_the_line_says_so() {
        let taxes = |in_total| RawTaxes {
            pis_st: Cents(10),
            pis_st_in_total: in_total,
            cofins_st: Cents(20),
            cofins_st_in_total: in_total,
            ..RawTaxes::default()
        };
        let billed = |in_total| amounts(&[line(100, taxes(in_total))], Cents(0)).unwrap().0[0].billed;
        assert_eq!((billed(false), billed(true)), (Cents(100), Cents(130)));
    }

    #[test]
    fn an_overflow_is_no_number() {
        assert!(amounts(&[line(i64::MAX, RawTaxes::default()), line(1, RawTaxes::default())], Cents(0)).is_none());
    }
}

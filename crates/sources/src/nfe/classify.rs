//! What a note is to the company, and what each of its lines is for the portfolio.

use domain::Cfop;
use domain::cfop::{OperationClass, ReturnIssuer};
use domain::facts::{ItemClass, Purpose, Side};

/// Who stands where on a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Direction {
    /// We issued it.
    pub issued_by_us: bool,
    /// It names us as the other party.
    pub addressed_to_us: bool,
    /// Goods leave the issuer (`tpNF` 1).
    pub is_exit: bool,
}

/// The class of a line by its CFOP, its note's purpose and its direction; `None` for a note between
/// others.
pub(crate) fn item_class(direction: Direction, purpose: Purpose, cfop: Cfop) -> Option<ItemClass> {
    match (direction.issued_by_us, direction.addressed_to_us) {
        (true, true) => Some(among_ourselves(direction, purpose, cfop)),
        (true, false) => Some(issued_by_us(direction, purpose, cfop)),
        (false, true) => Some(addressed_to_us(direction, purpose, cfop)),
        (false, false) => None,
    }
}

/// Which side of the books a note stands on, given the classes of its lines.
pub(crate) fn side(classes: impl IntoIterator<Item = ItemClass>) -> Side {
    let side_of = |class| match class {
        ItemClass::Transfer | ItemClass::TransferReturn | ItemClass::Intercompany => Side::Own,
        ItemClass::Purchase | ItemClass::PurchaseReturn => Side::Purchase,
        _ => Side::Sale,
    };
    let sides: Vec<Side> = classes.into_iter().map(side_of).collect();
    [Side::Sale, Side::Purchase].into_iter().find(|side| sides.contains(side)).unwrap_or(Side::Own)
}

/// A consumer's return without identification may name ourselves on both sides: purpose and CFOP
/// decide before the rule that what moves among ourselves is no sale.
fn among_ourselves(direction: Direction, purpose: Purpose, cfop: Cfop) -> ItemClass {
    let comes_back = !direction.is_exit && cfop.is_sales_return(ReturnIssuer::Own, purpose == Purpose::Return);
    if comes_back || purpose == Purpose::CreditReturn {
        return ItemClass::Return;
    }
    match cfop.operation() {
        OperationClass::Transfer if direction.is_exit => ItemClass::Transfer,
        OperationClass::TransferReturn if direction.is_exit => ItemClass::TransferReturn,
        _ => ItemClass::Intercompany,
    }
}

fn issued_by_us(direction: Direction, purpose: Purpose, cfop: Cfop) -> ItemClass {
    match purpose {
        Purpose::Adjustment | Purpose::CreditOther => ItemClass::Adjustment,
        Purpose::CreditReturn => ItemClass::Return,
        Purpose::CreditReduction => ItemClass::PriceReduction,
        Purpose::Debit => ItemClass::DebitNote,
        Purpose::Normal | Purpose::Complementary | Purpose::Return if !direction.is_exit => own_entry(purpose, cfop),
        Purpose::Return => match exit_class(cfop) {
            ItemClass::Sale | ItemClass::Other => ItemClass::PurchaseReturn,
            class => class,
        },
        Purpose::Complementary => match exit_class(cfop) {
            ItemClass::Sale | ItemClass::AdvanceBilling | ItemClass::DeliveryOfAdvanceBilling => ItemClass::Complement,
            class => class,
        },
        Purpose::Normal => exit_class(cfop),
    }
}

fn own_entry(purpose: Purpose, cfop: Cfop) -> ItemClass {
    if cfop.is_sales_return(ReturnIssuer::Own, purpose == Purpose::Return) {
        ItemClass::Return
    } else if purpose == Purpose::Return {
        ItemClass::OtherReturn
    } else {
        ItemClass::Purchase
    }
}

fn addressed_to_us(direction: Direction, purpose: Purpose, cfop: Cfop) -> ItemClass {
    if !direction.is_exit {
        return ItemClass::Purchase;
    }
    let may_return = matches!(purpose, Purpose::Return | Purpose::Normal);
    if may_return && cfop.is_sales_return(ReturnIssuer::Customer, purpose == Purpose::Return) {
        ItemClass::Return
    } else if purpose == Purpose::Return {
        ItemClass::OtherReturn
    } else {
        ItemClass::Purchase
    }
}

/// The class of what we send out in the ordinary way.
fn exit_class(cfop: Cfop) -> ItemClass {
    if cfop.is_entry() {
        return ItemClass::Other;
    }
    match cfop.operation() {
        OperationClass::Sale => ItemClass::Sale,
        OperationClass::AdvanceBilling => ItemClass::AdvanceBilling,
        OperationClass::DeliveryOfAdvanceBilling => ItemClass::DeliveryOfAdvanceBilling,
        OperationClass::CouponDuplicate => ItemClass::CouponDuplicate,
        OperationClass::Bonus => ItemClass::Bonus,
        OperationClass::Transfer => ItemClass::Transfer,
        OperationClass::TransferReturn => ItemClass::TransferReturn,
        OperationClass::Shipment => ItemClass::Shipment,
        OperationClass::FixedAssetSale => ItemClass::FixedAssetSale,
        OperationClass::PurchaseReturn => ItemClass::PurchaseReturn,
        OperationClass::Other => ItemClass::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const OURS_OUT: Direction = Direction { issued_by_us: true, addressed_to_us: false, is_exit: true };
    const OURS_IN: Direction = Direction { issued_by_us: true, addressed_to_us: false, is_exit: false };
    const THEIRS_OUT: Direction = Direction { issued_by_us: false, addressed_to_us: true, is_exit: true };
    const THEIRS_IN: Direction = Direction { issued_by_us: false, addressed_to_us: true, is_exit: false };
    const BOTH_OUT: Direction = Direction { issued_by_us: true, addressed_to_us: true, is_exit: true };
    const BOTH_IN: Direction = Direction { issued_by_us: true, addressed_to_us: true, is_exit: false };

    #[rstest]
    #[case(OURS_OUT, Purpose::Normal, "5102", ItemClass::Sale)]
    #[case(OURS_OUT, Purpose::Normal, "7101", ItemClass::Sale)]
    #[case(OURS_OUT, Purpose::Normal, "5922", ItemClass::AdvanceBilling)]
    #[case(OURS_OUT, Purpose::Normal, "5117", ItemClass::DeliveryOfAdvanceBilling)]
    #[case(OURS_OUT, Purpose::Normal, "6929", ItemClass::CouponDuplicate)]
    #[case(OURS_OUT, Purpose::Normal, "5910", ItemClass::Bonus)]
    #[case(OURS_OUT, Purpose::Normal, "5949", ItemClass::Other)]
    #[case(OURS_OUT, Purpose::Complementary, "5102", ItemClass::Complement)]
    #[case(OURS_OUT, Purpose::Complementary, "5910", ItemClass::Bonus)]
    #[case(OURS_OUT, Purpose::Adjustment, "5102", ItemClass::Adjustment)]
    #[case(OURS_OUT, Purpose::Return, "5202", ItemClass::PurchaseReturn)]
    #[case(OURS_OUT, Purpose::Return, "5949", ItemClass::PurchaseReturn)]
    #[case(OURS_OUT, Purpose::Return, "5209", ItemClass::TransferReturn)]
    #[case(OURS_OUT, Purpose::CreditReturn, "5949", ItemClass::Return)]
    #[case(OURS_IN, Purpose::CreditReturn, "1949", ItemClass::Return)]
    #[case(OURS_OUT, Purpose::CreditReduction, "5949", ItemClass::PriceReduction)]
    #[case(OURS_OUT, Purpose::CreditOther, "5949", ItemClass::Adjustment)]
    #[case(OURS_OUT, Purpose::Debit, "5949", ItemClass::DebitNote)]
    #[case(OURS_IN, Purpose::Return, "1202", ItemClass::Return)]
    #[case(OURS_IN, Purpose::Normal, "2202", ItemClass::Return)]
    #[case(OURS_IN, Purpose::Return, "1949", ItemClass::Return)]
    #[case(OURS_IN, Purpose::Return, "1918", ItemClass::OtherReturn)]
    #[case(OURS_IN, Purpose::Normal, "1949", ItemClass::Purchase)]
    #[case(OURS_IN, Purpose::Normal, "3101", ItemClass::Purchase)]
    #[case(THEIRS_OUT, Purpose::Normal, "5102", ItemClass::Purchase)]
    #[case(THEIRS_OUT, Purpose::Return, "5202", ItemClass::Return)]
    #[case(THEIRS_OUT, Purpose::Normal, "6202", ItemClass::Return)]
    #[case(THEIRS_OUT, Purpose::Return, "5949", ItemClass::OtherReturn)]
    #[case(THEIRS_OUT, Purpose::Complementary, "5202", ItemClass::Purchase)]
    #[case(THEIRS_OUT, Purpose::CreditReturn, "5949", ItemClass::Purchase)]
    #[case(THEIRS_IN, Purpose::Return, "1202", ItemClass::Purchase)]
    #[case(BOTH_OUT, Purpose::Normal, "5152", ItemClass::Transfer)]
    #[case(BOTH_OUT, Purpose::Normal, "5102", ItemClass::Intercompany)]
    #[case(BOTH_IN, Purpose::Return, "1202", ItemClass::Return)]
    #[case(BOTH_IN, Purpose::CreditReturn, "1949", ItemClass::Return)]
    #[case(BOTH_IN, Purpose::Normal, "1152", ItemClass::Intercompany)]
    #[case(BOTH_OUT, Purpose::Return, "5209", ItemClass::TransferReturn)]
    fn classifies(
        #[case] direction: Direction,
        #[case] purpose: Purpose,
        #[case] cfop: Cfop,
        #[case] class: ItemClass,
    ) {
        assert_eq!(item_class(direction, purpose, cfop), Some(class));
    }

    #[test]
    fn a_note_between_others_is_nothing_to_us() {
        let others = Direction { issued_by_us: false, addressed_to_us: false, is_exit: true };
        assert_eq!(item_class(others, Purpose::Normal, "5102".parse().unwrap()), None);
    }

    #[test]
    fn a_note_stands_on_the_side_of_its_customer_if_it_has_one() {
        assert_eq!(side([ItemClass::Bonus]), Side::Sale);
        assert_eq!(side([ItemClass::Transfer, ItemClass::Sale]), Side::Sale);
        assert_eq!(side([ItemClass::Transfer, ItemClass::PurchaseReturn]), Side::Purchase);
        assert_eq!(side([ItemClass::Intercompany]), Side::Own);
    }
}

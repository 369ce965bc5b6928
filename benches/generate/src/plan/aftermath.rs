//! What becomes of a sale: cancelled, returned in part or whole, or nothing.

use super::Draft;
use crate::calendar::working_day;
use crate::lines::{self, Extras, Goods};
use crate::note::{Amounts, Counts, Line, Moment, Note, Operation, Payment, Reference, Regime, Registration, Standing};
use crate::random::Random;
use crate::taxes::Taxes;

/// From when on returns may refer to lines instead of notes (Ajuste SINIEF 8/2026).
const LINES_REFERRED_FROM: (i16, i8, i8) = (2026, 9, 1);

impl Draft {
    /// Decides what becomes of a sale, by chance.
    pub(super) fn aftermath(&mut self, sale: usize, random: &mut Random) {
        let fate = random.unit();
        if fate < 0.015 {
            self.cancel(sale, random);
        } else if fate < 0.041 {
            self.take_back(sale, random);
        }
    }

    /// Cancels a note, usually within a day, seldom in a later month. Most are issued again.
    fn cancel(&mut self, sale: usize, random: &mut Random) {
        let issued = self.notes[sale].issued;
        let cancelled = match random.below(10) {
            0 => Moment { day: issued.day.plus_days(random.between(20, 40) as i32), second: 36_000 },
            1 | 2 => Moment { day: issued.day.plus_days(1), second: 32_400 },
            _ => issued.later(random.between(600, 14_000) as u32),
        };
        if cancelled.day > self.span.end {
            return;
        }
        let note = &mut self.notes[sale];
        note.cancelled = Some(cancelled);
        let again = Note {
            issued: issued.later(1_500),
            code: random.below(100_000_000) as u32,
            cancelled: None,
            ..note.clone()
        };
        self.touched[sale] = true;
        if random.chance(0.7) {
            self.add(again);
        }
    }

    /// Takes goods back, by our own note or, from companies that can, by the customer's.
    fn take_back(&mut self, sale: usize, random: &mut Random) {
        let sold = &self.notes[sale];
        let (Some(buyer), issuer) = (sold.recipient, sold.issuer) else {
            return;
        };
        let day = working_day(sold.issued.day.plus_days(random.between(2, 25) as i32));
        if day > self.span.end {
            return;
        }
        let by_customer = matches!(self.party(buyer).registration, Registration::Taxpayer(_)) && random.chance(0.37);
        let taken = self.returned_lines(sold, day.ymd().0, by_customer, random);
        let by_line = day.ymd() >= LINES_REFERRED_FROM && random.chance(0.5);
        let lines = taken
            .into_iter()
            .map(|(place, line)| Line { refers_to_line: by_line.then_some(place as u16 + 1), ..line })
            .collect();
        let (operation, issuer, recipient, free_text) = if by_customer {
            (Operation::CustomerReturn, buyer, issuer, "Devolução de mercadoria em desacordo com o pedido")
        } else {
            (Operation::OwnReturn, issuer, buyer, "Devolução recusada no recebimento; mercadoria conferida no depósito")
        };
        let note = Note {
            operation,
            issuer,
            recipient: Some(recipient),
            issued: Moment { day, second: random.between(9 * 3_600, 17 * 3_600) as u32 },
            series: 1,
            number: 0,
            code: random.below(100_000_000) as u32,
            key: String::new(),
            lines,
            refers_to: Some(Reference { note: sale, key: String::new() }),
            payment: Payment::NONE,
            order: None,
            free_text: free_text.to_owned(),
            standing: Standing::Authorised,
            cancelled: None,
        };
        self.touched[sale] = true;
        self.add(note);
    }

    /// The lines that come back, each with the place of the line it was: two times in five all that
    /// was sold, else some lines, some of them in part. What was given away stays.
    fn returned_lines(&self, sold: &Note, year: i16, by_customer: bool, random: &mut Random) -> Vec<(usize, Line)> {
        let sale_lines: Vec<(usize, &Line)> =
            sold.lines.iter().enumerate().filter(|(_, line)| line.counts == Counts::Sale).collect();
        let all = random.chance(0.4);
        let some = 1 + random.place(sale_lines.len());
        let taken = if all { sale_lines.len() } else { some };
        let first = if all { 0 } else { random.place(sale_lines.len() - taken + 1) };
        sale_lines[first..first + taken]
            .iter()
            .map(|&(place, line)| {
                let units = line.quantity / 10_000;
                let is_part = !all && units > 1 && random.chance(0.6);
                let quantity = if is_part { random.between(1, units - 1) * 10_000 } else { line.quantity };
                (place, self.returned(sold, line, quantity, year, by_customer))
            })
            .collect()
    }

    /// A line coming back: all of it as it was, a part taxed anew.
    fn returned(&self, sold: &Note, line: &Line, quantity: i64, year: i16, by_customer: bool) -> Line {
        let buyer = sold.recipient.map(|buyer| self.party(buyer));
        let mut returned = Line { counts: Counts::Return, quantity, ..line.clone() };
        if quantity != line.quantity {
            let part = |cents: i64| cents * quantity / line.quantity;
            let goods = Goods { product: line.product, quantity, unit_price: line.unit_price };
            returned.amounts = Amounts {
                value: goods.value(),
                discount: part(line.amounts.discount),
                freight: part(line.amounts.freight),
                insurance: part(line.amounts.insurance),
                other: part(line.amounts.other),
            };
            let terms = lines::terms(self.party(sold.issuer), buyer, sold.issued.day.ymd().0);
            let product = &crate::products::products()[line.product];
            returned.taxes = Taxes::of(product, &returned.amounts, &terms);
        }
        returned.taxes = returned.taxes.in_year(&returned.amounts, year);
        if by_customer && buyer.is_some_and(|buyer| buyer.regime == Regime::Simples) {
            returned.taxes = Taxes { pis: None, cofins: None, reform: None, ..returned.taxes };
        }
        returned.cfop = return_cfop(line.cfop, by_customer);
        returned
    }

    /// Adds to the price of an earlier sale.
    pub(super) fn complement(&mut self, sale: usize, cents: i64, random: &mut Random) {
        let sold = &self.notes[sale];
        let issued = Moment { day: working_day(sold.issued.day.plus_days(9)), second: 41_000 };
        if issued.day > self.span.end {
            return;
        }
        let buyer = sold.recipient.map(|buyer| self.party(buyer));
        let terms = lines::terms(self.party(sold.issuer), buyer, issued.day.ymd().0);
        let goods = Goods { product: sold.lines[0].product, quantity: 10_000, unit_price: cents * 100 };
        let mut line = lines::sale(goods, &Extras::default(), &terms);
        line.counts = Counts::Complement;
        let mut note = Note {
            operation: Operation::Complement,
            issued,
            code: random.below(100_000_000) as u32,
            lines: vec![line],
            refers_to: Some(Reference { note: sale, key: String::new() }),
            order: None,
            free_text: "Complemento de preço da nota referenciada".to_owned(),
            ..sold.clone()
        };
        note.payment = Payment::in_parts("15", note.charged(), issued.day, &[28]);
        self.touched[sale] = true;
        self.add(note);
    }
}

/// The CFOP of goods coming back: 411 where ICMS-ST was in the sale, else 202.
fn return_cfop(sold: u16, by_customer: bool) -> u16 {
    let across_states = sold >= 6_000;
    let suffix = if matches!(sold % 1_000, 403..=405) { 411 } else { 202 };
    let direction = match (by_customer, across_states) {
        (false, false) => 1_000,
        (false, true) => 2_000,
        (true, false) => 5_000,
        (true, true) => 6_000,
    };
    direction + suffix
}

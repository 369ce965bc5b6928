//! What documents come to, by formulas.md ("Amounts", "Exactly") and decision 8, the slow way: every
//! question is a loop over all notes.

use domain::facts::{Body, Document, EventKind, ItemClass, Note, Standing};
use domain::party::PartyKey;
use domain::{AccessKey, CnpjRoot, Day, NoteKey};

/// Documents, looked at from a date.
pub struct Books<'d> {
    /// All there are.
    pub documents: &'d [Document],
    /// Every note, whether it counts or not.
    pub notes: Vec<Paper<'d>>,
    as_of: Day,
}

/// A note, and what else is known of it.
#[derive(Clone, Copy)]
pub struct Paper<'d> {
    pub note: &'d Note,
    /// It never existed: cancelled or denied, on whatever day.
    pub void: bool,
    /// A protocol proves it, or the settings let it in without.
    pub proven: bool,
    /// Decides between what documents of one day say.
    pub tie: i64,
}

/// One line's effect.
#[derive(Clone, Debug)]
pub struct Movement {
    /// Whose; nobody's for consumers without identification.
    pub party: Option<PartyKey>,
    pub day: Day,
    pub key: NoteKey,
    pub kind: Kind,
    pub is_purchase: bool,
    pub product: String,
    pub chapter: Option<String>,
    pub revenue: i64,
    pub billed: i64,
    /// Ten-thousandths of the product's unit.
    pub quantity: i64,
    /// Revenue without the taxes within it.
    pub net: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sale,
    Complement,
    Return,
    Reduction,
    Delivery,
}

/// A line of a note.
#[derive(Clone, Copy)]
struct Line<'d> {
    note: &'d Note,
    place: usize,
}

impl Line<'_> {
    fn class(&self) -> ItemClass {
        self.note.items[self.place].class
    }

    fn number(&self) -> u16 {
        self.note.items[self.place].line
    }

    fn product(&self) -> &str {
        &self.note.items[self.place].product
    }

    fn revenue(&self) -> i64 {
        self.note.items[self.place].amounts.revenue.0
    }

    fn billed(&self) -> i64 {
        self.note.items[self.place].amounts.billed.0
    }

    fn st(&self) -> i64 {
        self.note.items[self.place].amounts.icms_st.0
    }

    /// ICMS and its surcharge, ISS, PIS, COFINS; none where the line is worth nothing and adds nothing to
    /// an earlier one. IBS and CBS stay outside.
    fn taxes(&self) -> i64 {
        if self.billed() == 0 && self.class() != ItemClass::Complement {
            return 0;
        }
        let amounts = &self.note.items[self.place].amounts;
        [amounts.icms, amounts.fcp, amounts.iss, amounts.pis, amounts.cofins].iter().map(|tax| tax.0).sum()
    }

    fn is_return(&self) -> bool {
        matches!(self.class(), ItemClass::Return | ItemClass::OtherReturn)
    }

    /// Whether it is a sale, so that bringing it back takes revenue back.
    fn is_sale(&self) -> bool {
        matches!(
            self.class(),
            ItemClass::Sale
                | ItemClass::AdvanceBilling
                | ItemClass::DeliveryOfAdvanceBilling
                | ItemClass::CouponDuplicate
                | ItemClass::Complement
        )
    }
}

impl<'d> Books<'d> {
    pub fn of(documents: &'d [Document], include_unproven: bool, as_of: Day) -> Self {
        let told = |note: &Note, kinds: &[EventKind]| {
            documents.iter().any(|document| match &document.body {
                Body::Event(event) => event.target == note.key && kinds.contains(&event.kind),
                _ => false,
            })
        };
        let paper = |document: &'d Document| match &document.body {
            Body::Note(note) => {
                let content = document.content().0;
                let head: [u8; 8] = std::array::from_fn(|place| content[place]);
                let authorised = told(note, &[EventKind::Authorisation]);
                Some(Paper {
                    note,
                    void: told(note, &[EventKind::Cancellation, EventKind::Denial]),
                    proven: document.standing > Standing::Unproven || authorised || include_unproven,
                    tie: i64::from_be_bytes(head),
                })
            }
            _ => None,
        };
        Self { documents, notes: documents.iter().filter_map(paper).collect(), as_of }
    }

    /// Notes that count by the date.
    pub fn counted(&self) -> impl Iterator<Item = &'d Note> + '_ {
        let counts = |paper: &&Paper<'d>| !paper.void && paper.proven && paper.note.day <= self.as_of;
        self.notes.iter().filter(counts).map(|paper| paper.note)
    }

    /// Every line's effect on revenue.
    pub fn movements(&self) -> Vec<Movement> {
        self.lines().into_iter().filter_map(|line| self.movement(line)).collect()
    }

    /// What was given away: to whom, when, and what it would be worth.
    pub fn bonuses(&self) -> Vec<(Option<PartyKey>, Day, i64)> {
        let given = self.lines().into_iter().filter(|line| line.class() == ItemClass::Bonus);
        given.map(|line| (self.buyer(line.note), line.note.day, line.revenue())).collect()
    }

    fn lines(&self) -> Vec<Line<'d>> {
        self.counted().flat_map(lines_of).collect()
    }

    pub fn find(&self, key: AccessKey) -> Option<&'d Note> {
        self.counted().find(|note| note.key == key)
    }

    fn movement(&self, line: Line<'d>) -> Option<Movement> {
        let (note, revenue, billed) = (line.note, line.revenue(), line.billed());
        let moves = |kind, party, revenue, billed| {
            let item = &note.items[line.place];
            Some(Movement {
                party,
                day: note.day,
                key: note.key,
                kind,
                is_purchase: kind == Kind::Sale && !self.is_wholly_returned(note),
                product: item.product.clone(),
                chapter: item.ncm.map(|ncm| ncm.as_str()[..2].to_owned()),
                revenue,
                billed,
                quantity: item.quantity.0,
                net: match kind {
                    Kind::Sale | Kind::Complement => revenue - line.taxes(),
                    Kind::Return | Kind::Reduction => revenue + line.taxes(),
                    Kind::Delivery => 0,
                },
            })
        };
        let buyer = || self.buyer(note);
        match line.class() {
            ItemClass::Sale | ItemClass::AdvanceBilling => moves(Kind::Sale, buyer(), revenue, billed),
            ItemClass::Complement => moves(Kind::Complement, buyer(), revenue, billed),
            ItemClass::PriceReduction => moves(Kind::Reduction, buyer(), -revenue, -billed),
            ItemClass::CouponDuplicate if self.coupons_of(note).is_empty() => {
                moves(Kind::Sale, buyer(), revenue, billed)
            }
            ItemClass::DeliveryOfAdvanceBilling if self.billings_of(line).is_empty() => {
                moves(Kind::Sale, buyer(), revenue, billed)
            }
            ItemClass::DeliveryOfAdvanceBilling => moves(Kind::Delivery, buyer(), 0, line.st()),
            ItemClass::Return | ItemClass::OtherReturn if self.takes_revenue_back(line) => {
                moves(Kind::Return, self.returner(note), -revenue, -billed)
            }
            _ => None,
        }
    }

    /// Whose a sale is: of a coupon with notes for it, the newest note's buyer.
    fn buyer(&self, note: &Note) -> Option<PartyKey> {
        let mut notes_for_it: Vec<&Note> =
            self.counted().filter(|other| self.coupons_of(other).iter().any(|coupon| coupon.key == note.key)).collect();
        notes_for_it.sort_by_key(|other| (other.day, other.key));
        let named = notes_for_it.last().and_then(|newest| party(newest));
        named.or_else(|| party(note))
    }

    /// Whose a return is: of whom it names, else of the one buyer of what it refers to.
    fn returner(&self, note: &Note) -> Option<PartyKey> {
        if let Some(named) = party(note) {
            return Some(named);
        }
        let mut buyers: Vec<PartyKey> = Vec::new();
        for target in note.references.iter().filter_map(|reference| self.find(reference.target)) {
            buyers.extend(self.buyer(target));
        }
        buyers.sort();
        buyers.dedup();
        if buyers.len() == 1 { buyers.pop() } else { None }
    }

    /// The coupons in the base that a note was issued for.
    fn coupons_of(&self, note: &Note) -> Vec<&'d Note> {
        if !note.items.iter().any(|item| item.class == ItemClass::CouponDuplicate) {
            return Vec::new();
        }
        note.references.iter().filter_map(|reference| self.find(reference.target)).collect()
    }

    /// The advance billings that a line delivers.
    fn billings_of(&self, delivery: Line<'d>) -> Vec<&'d Note> {
        if delivery.class() != ItemClass::DeliveryOfAdvanceBilling {
            return Vec::new();
        }
        let note = delivery.note;
        let billings =
            self.counted().filter(|other| other.items.iter().any(|item| item.class == ItemClass::AdvanceBilling));
        if !note.references.is_empty() {
            let referred = |billing: &&Note| {
                note.references.iter().any(|reference| {
                    reference.target == billing.key && reference.line.is_none_or(|line| line == delivery.number())
                })
            };
            return billings.filter(referred).collect();
        }
        let Some(customer) = party(note) else { return Vec::new() };
        let of_it = |billing: &&Note| {
            let same_customer = party(billing).is_some_and(|other| is_same_customer(&other, &customer));
            let same_product = billing
                .items
                .iter()
                .any(|item| item.class == ItemClass::AdvanceBilling && item.product == delivery.product());
            same_customer && same_product && billing.day <= note.day
        };
        billings.filter(of_it).collect()
    }

    /// Whether a returned line is of the class of what it refers to: a sale.
    fn takes_revenue_back(&self, returned: Line<'d>) -> bool {
        let mut candidates: Vec<(u8, Line<'d>)> = Vec::new();
        for reference in &returned.note.references {
            if reference.line.is_some_and(|line| line != returned.number()) {
                continue;
            }
            let Some(target) = self.find(reference.target) else { continue };
            for line in lines_of(target) {
                match reference.target_line {
                    Some(wanted) if wanted == line.number() => candidates.push((1, line)),
                    Some(_) => {}
                    None if line.product() == returned.product() => candidates.push((2, line)),
                    None => candidates.push((3, line)),
                }
            }
        }
        let nearest = candidates.iter().map(|(distance, _)| *distance).min();
        let found: Vec<bool> = candidates
            .iter()
            .filter(|(distance, _)| Some(*distance) == nearest)
            .map(|(_, line)| line.is_sale())
            .collect();
        let by_its_own_cfop = returned.class() == ItemClass::Return;
        match (found.iter().any(|is_sale| *is_sale), found.iter().all(|is_sale| *is_sale)) {
            _ if found.is_empty() => by_its_own_cfop,
            (true, true) => true,
            (false, _) => false,
            (true, false) => by_its_own_cfop,
        }
    }

    /// Whether as much of a note came back, by reference, as it was worth.
    fn is_wholly_returned(&self, note: &Note) -> bool {
        let is_referred = |target: &Note| target.key == note.key;
        let mut returned = 0;
        let mut is_returned = false;
        for other in self.counted() {
            for (amount, targets) in self.returns_of(other) {
                if !targets.iter().any(|target| is_referred(target)) {
                    continue;
                }
                is_returned = true;
                // A return of several notes takes them back oldest first, each up to its worth.
                let mut left = amount;
                for target in targets {
                    let taken = left.min(worth(target));
                    if is_referred(target) {
                        returned += taken;
                    }
                    left -= taken;
                }
            }
        }
        is_returned && returned >= worth(note)
    }

    /// What a note takes back, and of which notes, the oldest first: line by line where lines refer,
    /// together where the note does.
    fn returns_of(&self, note: &'d Note) -> Vec<(i64, Vec<&'d Note>)> {
        let returned: Vec<Line<'d>> =
            lines_of(note).filter(|line| line.is_return() && self.takes_revenue_back(*line)).collect();
        let refers = |line: &Line<'d>| note.references.iter().any(|reference| reference.line == Some(line.number()));
        let (by_line, together): (Vec<Line<'d>>, Vec<Line<'d>>) = returned.into_iter().partition(|line| refers(line));
        let mut returns: Vec<(i64, Vec<&'d Note>)> =
            by_line.into_iter().map(|line| (line.revenue(), self.taken_back_by(note, Some(line.number())))).collect();
        if !together.is_empty() {
            returns.push((together.iter().map(Line::revenue).sum(), self.taken_back_by(note, None)));
        }
        returns
    }

    /// The notes that a return, or one of its lines, takes back, the oldest first. What refers to a note
    /// for a coupon, or to a delivery, speaks of the coupon or the advance billing.
    fn taken_back_by(&self, note: &'d Note, line: Option<u16>) -> Vec<&'d Note> {
        let mut targets: Vec<&'d Note> = Vec::new();
        for reference in note.references.iter().filter(|reference| reference.line == line) {
            let Some(target) = self.find(reference.target) else { continue };
            let mut meant = self.coupons_of(target);
            meant.extend(lines_of(target).flat_map(|line| self.billings_of(line)));
            if meant.is_empty() {
                meant.push(target);
            }
            targets.extend(meant);
        }
        // Nothing can be taken of a note that sold nothing.
        targets.retain(|target| lines_of(target).any(|line| line.is_sale()));
        targets.sort_by_key(|target| (target.day, target.key));
        targets.dedup_by_key(|target| target.key);
        targets
    }
}

/// What the lines that a return can take back are worth.
fn worth(note: &Note) -> i64 {
    lines_of(note).filter(Line::is_sale).map(|line| line.revenue()).sum()
}

fn lines_of(note: &Note) -> impl Iterator<Item = Line<'_>> {
    (0..note.items.len()).map(move |place| Line { note, place })
}

pub fn party(note: &Note) -> Option<PartyKey> {
    note.party.as_ref().map(|party| party.key.clone())
}

fn is_same_customer(one: &PartyKey, other: &PartyKey) -> bool {
    let roots: (Option<CnpjRoot>, Option<CnpjRoot>) = (one.root(), other.root());
    one == other || matches!(roots, (Some(one), Some(other)) if one == other)
}

//! What the company does besides selling to its customers by invoice, and the rare cases.

use domain::Day;

use super::Draft;
use crate::calendar::working_day;
use crate::cast::{self, HOMES};
use crate::customers::{Customer, Span};
use crate::identities::Identities;
use crate::lines::{self, Extras, Goods};
use crate::names::{SELLERS, SUPPLIERS};
use crate::note::{Counts, Line, Moment, Note, Operation, PartyId, Payment, Reference, Standing};
use crate::products::{Taxation, products};
use crate::random::Random;

/// How consumers pay: cash, credit card, debit card, Pix.
const COUNTER_METHODS: [&str; 4] = ["01", "03", "04", "17"];

impl Draft {
    /// Purchases from suppliers, and transfers between the establishments.
    pub(super) fn buy_and_move(&mut self) {
        let mut random = Random::fork(self.seed, 2);
        for supplier in 0..SUPPLIERS.len() {
            for day in days_every(50.0, self.span, &mut random) {
                let note = self.purchase(PartyId(HOMES.len() + supplier), day, &mut random);
                self.add(note);
            }
        }
        for day in days_every(14.0, self.span, &mut random) {
            let note = self.transfer(day, &mut random);
            self.add(note);
        }
    }

    fn purchase(&self, supplier: PartyId, day: Day, random: &mut Random) -> Note {
        let home = HOMES[usize::from(random.chance(0.3))];
        let terms = lines::terms(self.party(supplier), Some(self.party(home)), day.ymd().0);
        let cfop = if terms.origin == terms.destination { 5_101 } else { 6_101 };
        let line = |_| {
            let product = random.place(products().len());
            let price_cents = products()[product].price_cents * 7 / 10;
            let goods = Goods { product, quantity: random.between(20, 400) * 10_000, unit_price: price_cents * 100 };
            lines::line(goods, &Extras::default(), &terms, cfop, Counts::Nothing)
        };
        let lines = (0..6).map(line).collect();
        let mut note = Note { issuer: supplier, ..blank(Operation::Purchase, home, day, lines, random) };
        note.payment = Payment::in_parts("15", note.charged(), day, &[28, 42, 56]);
        note.free_text = format!("Carga {}", random.between(1_000, 9_999));
        note
    }

    fn transfer(&self, day: Day, random: &mut Random) -> Note {
        let (from, to) = if random.chance(0.85) { (HOMES[0], HOMES[1]) } else { (HOMES[1], HOMES[0]) };
        let line = |_| {
            let product = random.place(products().len());
            let price_cents = products()[product].price_cents * 7 / 10;
            let goods = Goods { product, quantity: random.between(5, 60) * 10_000, unit_price: price_cents * 100 };
            lines::untaxed(goods, 5_152, Counts::Nothing)
        };
        let lines = (0..8).map(line).collect();
        let note = blank(Operation::Transfer, to, day, lines, random);
        Note { issuer: from, free_text: "Transferência entre estabelecimentos do mesmo titular".to_owned(), ..note }
    }

    /// A few sales over the counter, half of them to nobody known, some to consumers of whom only the
    /// CPF is.
    pub(super) fn sell_over_the_counter(&mut self, identities: &mut Identities, customers: usize) {
        let mut random = Random::fork(self.seed, 3);
        let first = self.cast.len();
        let consumers = 6;
        for _ in 0..consumers {
            self.cast.push(cast::consumer(identities.person(&mut random)));
        }
        let cycle_days = if customers < 200 { 60.0 } else { 22.0 };
        for (place, day) in days_every(cycle_days, self.span, &mut random).into_iter().enumerate() {
            let consumer = PartyId(first + random.place(consumers));
            let recipient = (place % 5 < 2).then_some(consumer);
            let terms = lines::terms(self.party(HOMES[0]), None, day.ymd().0);
            let line = |_| {
                let product = random.place(products().len());
                let price_cents = products()[product].price_cents;
                lines::sale(Goods::worth(product, 6_000.0, price_cents), &Extras::default(), &terms)
            };
            let lines = (0..1 + place % 3).map(line).collect();
            let mut note = Note { recipient, ..blank(Operation::Coupon, HOMES[0], day, lines, &mut random) };
            let method = random.word(&COUNTER_METHODS);
            note.payment = Payment { method, instalments: Vec::new() };
            self.add(note);
        }
    }

    /// One of each of the rare cases: a complement, an advance billing with its delivery, a correction
    /// letter, a denied note, a note of the test environment.
    pub(super) fn special_cases(&mut self, customers: &[Customer]) {
        let mut random = Random::fork(self.seed, 4);
        if let Some(sale) = self.untouched_sale(0.35) {
            self.complement(sale, 18_750, &mut random);
        }
        if let Some(sale) = self.untouched_sale(0.5) {
            self.corrected = Some(sale);
            self.touched[sale] = true;
        }
        for (share, standing, series) in [(0.6, Standing::Denied, 1), (0.7, Standing::Test, 99)] {
            if let Some(sale) = self.untouched_sale(share) {
                let issued = self.notes[sale].issued.later(900);
                let code = random.below(100_000_000) as u32;
                let note = Note { standing, series, issued, code, ..self.notes[sale].clone() };
                self.add(note);
            }
        }
        self.bill_in_advance(customers, &mut random);
    }

    /// A sale, some part of the way through the days, to which nothing has happened.
    fn untouched_sale(&self, share: f64) -> Option<usize> {
        let days = f64::from(self.span.end.days_since(self.span.start));
        let from = self.span.start.plus_days((days * share) as i32);
        let plain = |sale: &usize| {
            let note = &self.notes[*sale];
            !self.touched[*sale] && note.operation == Operation::Sale && note.issued.day >= from
        };
        (0..self.notes.len()).filter(plain).min_by_key(|sale| self.notes[*sale].issued)
    }

    /// Bills goods to a customer in the state, and delivers them later, when ICMS-ST falls due.
    fn bill_in_advance(&mut self, customers: &[Customer], random: &mut Random) {
        let is_near = |customer: &&Customer| {
            let terms = self.terms(customer, &customer.buyers[0], self.span.end);
            terms.destination == terms.origin && terms.to_taxpayer && customer.life.is_old
        };
        let Some(customer) = customers.iter().find(is_near) else {
            return;
        };
        let billed = working_day(self.span.end.plus_days(-150));
        let delivered = working_day(self.span.end.plus_days(-120));
        let terms = self.terms(customer, &customer.buyers[0], delivered);
        let place_of = |taxation: Taxation| {
            let plain = |product: &crate::products::Product| product.taxation == taxation && product.ipi_rate == 0;
            products().iter().position(plain)
        };
        let goods: Vec<Goods> = [Taxation::Substitution, Taxation::Normal]
            .into_iter()
            .filter_map(place_of)
            .map(|product| Goods::worth(product, 300_000.0, products()[product].price_cents))
            .collect();
        let seller = format!("Vendedor: {} - {}", customer.seller + 1, SELLERS[customer.seller]);
        let draw = |operation, day, lines: Vec<Line>, text: &str, random: &mut Random| {
            let note = blank(operation, customer.buyers[0].party, day, lines, random);
            Note { issuer: customer.home, free_text: format!("{seller}; {text}"), ..note }
        };
        let lines = goods.iter().map(|goods| lines::untaxed(*goods, 5_922, Counts::Sale)).collect();
        let mut billing = draw(Operation::AdvanceBilling, billed, lines, "Faturamento antecipado", random);
        billing.payment = Payment::in_parts("15", billing.charged(), billed, &[30]);
        let deliver = |goods: &Goods| lines::line(*goods, &Extras::default(), &terms, 5_117, Counts::CoveredDelivery);
        let lines = goods.iter().map(deliver).collect();
        let mut delivery = draw(Operation::Delivery, delivered, lines, "Remessa de entrega futura", random);
        let note = self.add(billing);
        delivery.refers_to = Some(Reference { note, key: String::new() });
        self.add(delivery);
    }
}

/// A note from the first establishment that has nothing special about it.
fn blank(operation: Operation, recipient: PartyId, day: Day, lines: Vec<Line>, random: &mut Random) -> Note {
    Note {
        operation,
        issuer: HOMES[0],
        recipient: Some(recipient),
        issued: Moment { day, second: random.between(7 * 3_600, 17 * 3_600) as u32 },
        series: 1,
        number: 0,
        code: random.below(100_000_000) as u32,
        key: String::new(),
        lines,
        refers_to: None,
        payment: Payment::NONE,
        order: None,
        free_text: String::new(),
        standing: Standing::Authorised,
        cancelled: None,
    }
}

/// Working days some days apart, give or take.
fn days_every(cycle_days: f64, span: Span, random: &mut Random) -> Vec<Day> {
    let mut days = Vec::new();
    let mut day = working_day(span.start.plus_days((random.unit() * cycle_days) as i32));
    while day <= span.end {
        days.push(day);
        day = working_day(day.plus_days(random.lognormal(cycle_days, 0.25).max(1.0) as i32));
    }
    days
}

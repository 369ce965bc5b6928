//! Sales to customers.

use domain::Day;

use super::Draft;
use crate::calendar::{growth, price_level, season};
use crate::customers::{Buyer, Customer};
use crate::lines::{self, Extras, Goods};
use crate::names::SELLERS;
use crate::note::{Counts, Line, Moment, Note, Operation, Payment, Standing};
use crate::products::products;
use crate::random::Random;
use crate::taxes::Terms;

const MOST_LINES: usize = 20;

/// What a line is at least worth, in cents, however small the order.
const LEAST_LINE_CENTS: f64 = 3_000.0;

impl Draft {
    /// All that a customer buys, and what becomes of it.
    pub(super) fn sell_to(&mut self, place: usize, customer: &Customer) {
        let mut random = Random::fork(self.seed, 2_000_000 + place as u64);
        for buyer in &customer.buyers {
            for day in customer.life.purchase_days(buyer.cycle_days, self.span, &mut random) {
                let issued = Moment { day, second: random.between(8 * 3_600, 18 * 3_600) as u32 };
                let sale = self.sale(customer, buyer, issued, &mut random);
                let sale = self.add(sale);
                if random.chance(0.01) {
                    let bonus = self.bonus(customer, buyer, issued, &mut random);
                    self.add(bonus);
                }
                self.aftermath(sale, &mut random);
            }
        }
    }

    /// A sale that nothing has happened to yet.
    pub(super) fn sale(&self, customer: &Customer, buyer: &Buyer, issued: Moment, random: &mut Random) -> Note {
        let terms = self.terms(customer, buyer, issued.day);
        let mut lines = self.goods(customer, buyer, issued.day, &terms, random);
        if lines.len() < MOST_LINES && random.chance(0.01) {
            lines.push(given_away(customer, &terms, random));
        }
        let order = customer.gives_orders.then(|| format!("PC-{}", random.between(1_000, 99_999)));
        let mut note = Note {
            operation: Operation::Sale,
            issuer: customer.home,
            recipient: Some(buyer.party),
            issued,
            series: 1,
            number: 0,
            code: random.below(100_000_000) as u32,
            key: String::new(),
            lines,
            refers_to: None,
            payment: Payment::NONE,
            order,
            free_text: String::new(),
            standing: Standing::Authorised,
            cancelled: None,
        };
        note.payment = payment(customer, note.charged(), issued.day);
        note.free_text = free_text(customer, &note, random);
        note
    }

    /// Goods given to a customer who has just bought.
    fn bonus(&self, customer: &Customer, buyer: &Buyer, issued: Moment, random: &mut Random) -> Note {
        let terms = self.terms(customer, buyer, issued.day);
        let lines = (0..random.between(1, 3)).map(|_| given_away(customer, &terms, random)).collect();
        Note {
            operation: Operation::Bonus,
            issuer: customer.home,
            recipient: Some(buyer.party),
            issued: issued.later(300),
            series: 1,
            number: 0,
            code: random.below(100_000_000) as u32,
            key: String::new(),
            lines,
            refers_to: None,
            payment: Payment::NONE,
            order: None,
            free_text: format!("Bonificação conforme acordo comercial; {}", seller_text(customer)),
            standing: Standing::Authorised,
            cancelled: None,
        }
    }

    pub(super) fn terms(&self, customer: &Customer, buyer: &Buyer, day: Day) -> Terms {
        lines::terms(self.party(customer.home), Some(self.party(buyer.party)), day.ymd().0)
    }

    fn goods(&self, customer: &Customer, buyer: &Buyer, day: Day, terms: &Terms, random: &mut Random) -> Vec<Line> {
        let start = self.span.start;
        let ticket_cents = buyer.ticket_cents * season(day) * growth(start, day) * random.lognormal(1.0, 0.33);
        let basket: Vec<usize> =
            customer.basket.iter().copied().filter(|product| products()[*product].is_sold_on(day)).collect();
        let affordable = (ticket_cents / LEAST_LINE_CENTS).max(1.0) as usize;
        let wanted = random.geometric(customer.mean_lines, MOST_LINES).min(affordable).min(basket.len());
        let chosen = chosen(&basket, wanted, random);
        let weights: Vec<f64> = chosen.iter().map(|_| 0.3 + random.unit()).collect();
        let whole: f64 = weights.iter().sum();
        let extras = extras(random);
        let level = customer.price_level * price_level(start, day) / 10_000;
        let goods = chosen.iter().zip(weights).map(|(product, weight)| {
            let price_cents = (products()[*product].price_cents * level / 10_000).max(1);
            Goods::worth(*product, ticket_cents * weight / whole, price_cents)
        });
        goods.map(|goods| lines::sale(goods, &extras, terms)).collect()
    }
}

/// Some different things of a basket, more likely from its beginning; at least one.
fn chosen(basket: &[usize], wanted: usize, random: &mut Random) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::with_capacity(wanted);
    while chosen.len() < wanted.clamp(1, basket.len()) {
        let position = random.unit() * random.unit() * basket.len() as f64;
        let mut position = position as usize;
        while chosen.contains(&basket[position]) {
            position = (position + 1) % basket.len();
        }
        chosen.push(basket[position]);
    }
    chosen
}

fn extras(random: &mut Random) -> Extras {
    Extras {
        discount: if random.chance(0.10) { random.between(100, 600) } else { 0 },
        freight: if random.chance(0.08) { random.between(120, 450) } else { 0 },
        insurance: if random.chance(0.012) { random.between(20, 60) } else { 0 },
        other: if random.chance(0.02) { random.between(30, 150) } else { 0 },
    }
}

/// A line of something the customer does not buy often, free of charge.
fn given_away(customer: &Customer, terms: &Terms, random: &mut Random) -> Line {
    let plain = |product: &usize| products()[*product].ipi_rate == 0 && products()[*product].since.is_none();
    let candidates: Vec<usize> =
        (0..products().len()).filter(plain).filter(|product| !customer.basket.contains(product)).collect();
    let product = *random.pick(&candidates);
    let goods =
        Goods { product, quantity: random.between(1, 3) * 10_000, unit_price: products()[product].price_cents * 100 };
    let cfop = if terms.origin == terms.destination { 5_910 } else { 6_910 };
    lines::line(goods, &Extras::default(), terms, cfop, Counts::Nothing)
}

/// A small amount is paid at once, whatever the terms.
fn payment(customer: &Customer, charged: i64, day: Day) -> Payment {
    if charged < 15_000 && !customer.after_days.is_empty() {
        return Payment::in_parts("17", charged, day, &[]);
    }
    Payment::in_parts(customer.method, charged, day, customer.after_days)
}

/// The seller as `infCpl` names them.
fn seller_text(customer: &Customer) -> String {
    format!("Vendedor: {} - {}", customer.seller + 1, SELLERS[customer.seller])
}

fn free_text(customer: &Customer, note: &Note, random: &mut Random) -> String {
    let order = random.between(10_000, 99_999);
    let days: Vec<String> = customer.after_days.iter().map(i32::to_string).collect();
    let terms = if note.payment.instalments.is_empty() { "à vista".to_owned() } else { days.join("/") + " dias" };
    let taxes: i64 = note.lines.iter().map(|line| line.taxes.within_price()).sum();
    let mut text = format!("{}; Pedido: {order}; Cond.Pag: {terms}", seller_text(customer));
    if random.chance(0.5) {
        text.push_str(&format!("; Rota: {:02}", random.between(1, 40)));
    }
    if note.lines.iter().any(|line| line.taxes.icms_st_amount() > 0) {
        text.push_str("; ICMS-ST recolhido pelo substituto conforme regulamento do imposto");
    }
    text.push_str(&format!(
        "; Valor aproximado dos tributos R$ {},{:02} conforme Lei 12.741/2012. Conferir a mercadoria no ato da entrega; \
         não aceitamos reclamações posteriores. Após o vencimento, multa de 2% e juros de 1% ao mês; títulos sujeitos \
         a protesto após dez dias de atraso. Não autorizamos o pagamento a terceiros sem recibo da empresa.",
        taxes / 100,
        taxes % 100
    ));
    text
}

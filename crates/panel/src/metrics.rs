//! The catalogue of metrics: each declared once. From its declaration come the panel's column, what
//! a predicate may say of it, `explain`, and its page in the manual.

mod items;
mod purchases;
mod rank;
mod receivables;
mod registration;
mod revenue;
mod rhythm;

use domain::text::normalised_name;

use crate::words::Word;

/// A metric: one column of the panel.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// The column.
    pub column: Column,
    /// Its name in English.
    pub english: &'static str,
    /// What it depends on.
    pub layer: Layer,
    /// How it is computed, in words.
    pub formula: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
    /// The SQL step or measure that computes it.
    pub computed_by: &'static str,
    /// The columns it is computed from, and that show why it has its value.
    pub inputs: &'static [&'static str],
    /// The settings that take part.
    pub settings: &'static [&'static str],
    /// The facts behind it.
    pub drill: Drill,
    /// Whether it lets one infer the totals of the whole company, and is hidden from whoever does not
    /// see everyone.
    pub reveals_total: bool,
    /// Whether what someone may see can be told by it.
    pub scope: bool,
}

/// A column of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, as queries and files have it.
    pub name: &'static str,
    /// Its name in Portuguese.
    pub label: &'static str,
    /// What its values are.
    pub unit: Unit,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Free text.
    Text,
    /// One of some words.
    Word(&'static [Word]),
    /// A date.
    Date,
    /// Whole days.
    WholeDays,
    /// Days, with fractions.
    Days,
    /// A whole number of things.
    Count,
    /// Cents of real.
    Cents,
    /// A part of something, 1 being all of it.
    Share,
}

/// What a metric depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Who the customer is, by what documents and people say.
    Registration,
    /// The customer's own facts.
    Own,
    /// The customer beside all others.
    Rank,
}

/// Which facts stand behind a metric, and what of each is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drill {
    /// What documents say about the customer.
    Registration,
    /// All movements, by revenue.
    Revenue,
    /// All movements, by what was billed.
    Billed,
    /// Movements of 12 months, by revenue.
    Revenue12m,
    /// Returns of 12 months, by revenue as a positive amount.
    Returns12m,
    /// Sales and complements, by revenue: gross.
    Gross,
    /// Sale documents, by revenue.
    Sales,
    /// Documents of purchase days, by revenue.
    Purchases,
    /// Documents of purchase days of 12 months, by revenue.
    Purchases12m,
    /// Movements of the 12 months before the last 12, by revenue.
    RevenuePrev12m,
    /// Movements of 24 months, by revenue.
    Revenue24m,
    /// Movements of 90 days, by revenue.
    Revenue90d,
    /// Movements of the month to the date, by revenue.
    RevenueMonth,
    /// Movements of the year to the date, by revenue.
    RevenueYear,
    /// Movements of the same days of the same month a year before, by revenue.
    RevenueSameMonth,
    /// Movements of the last 12 whole calendar months, by revenue.
    TrendMonths,
    /// Movements of the last 24 whole calendar months, by revenue.
    PeakMonths,
    /// Movements of 12 months, by net revenue.
    NetRevenue12m,
    /// What was given away in 12 months, by what it would be worth.
    Bonus12m,
    /// Movements of 12 months, product by product, by revenue.
    Products12m,
    /// Movements of 12 months, NCM chapter by chapter, by revenue.
    Chapters12m,
    /// Purchases, product by product, by revenue.
    ProductPurchases,
    /// The newest sale that names its seller.
    LastSale,
    /// Movements of 12 months, by revenue less the cost of their goods, as far as it is known.
    Margin12m,
    /// Lists that say who is responsible for the customer, the one that counts first.
    Owners,
    /// Open titles and credits, by what is open.
    OpenTitles,
    /// Overdue titles due in 12 months, by what is open.
    OverdueTitles,
    /// Titles due in 12 months, part by part, with the days each was late.
    DueTitles,
}

/// A column that metrics are computed from and that is no metric itself.
const fn input(name: &'static str, label: &'static str, unit: Unit) -> Column {
    Column { name, label, unit }
}

/// Columns of the panel that only explain others.
pub static INPUTS: [Column; 34] = [
    input("gross_revenue_total_cents", "Receita bruta", Unit::Cents),
    input("returns_total_cents", "Devoluções", Unit::Cents),
    input("gross_revenue_12m_cents", "Receita bruta em 12 meses", Unit::Cents),
    input("purchase_days_12m", "Dias de compra em 12 meses", Unit::Count),
    input("main_item", "Produto principal", Unit::Text),
    input("main_item_12m_cents", "Receita do produto principal em 12 meses", Unit::Cents),
    input("main_category_12m_cents", "Receita da categoria principal em 12 meses", Unit::Cents),
    input("only_gap_days", "Intervalo entre as duas únicas compras", Unit::WholeDays),
    input("typical_cycle_days", "Ciclo típico usado na falta do próprio", Unit::Days),
    input("typical_cycle_of", "De quem é o ciclo típico", Unit::Text),
    input("base_first_sale_on", "Primeira venda da base", Unit::Date),
    input("credit_cents", "Créditos a abater", Unit::Cents),
    input("due_12m_cents", "Títulos que venceram em 12 meses", Unit::Cents),
    input("cents_times_days_late", "Centavos × dias de atraso desses títulos", Unit::Count),
    input("season_first_month", "Primeiro mês da safra", Unit::Count),
    input("season_last_month", "Último mês da safra", Unit::Count),
    input("season_purchase_days", "Dias de compra dentro da safra", Unit::Count),
    input("season_judged_after", "Fim da próxima safra", Unit::Date),
    input("branch_statuses", "Situação de cada estabelecimento", Unit::Text),
    input("abc_position", "Posição na curva", Unit::Count),
    input("ranked_before_cents", "Receita dos clientes que vêm antes na curva", Unit::Cents),
    input("ranked_total_cents", "Receita de todos os clientes da curva", Unit::Cents),
    input("previous_position", "Posição na curva há 12 meses", Unit::Count),
    input("previous_before_cents", "Receita dos clientes que vinham antes na curva", Unit::Cents),
    input("previous_total_cents", "Receita de todos os clientes da curva há 12 meses", Unit::Cents),
    input("cost_12m_cents", "Custo conhecido em 12 meses", Unit::Cents),
    input("uncosted_lines_12m", "Itens sem custo em 12 meses", Unit::Count),
    input("margin_position", "Posição na curva de margem", Unit::Count),
    input("margin_before_cents", "Margem dos clientes que vêm antes na curva", Unit::Cents),
    input("margin_total_cents", "Margem de todos os clientes da curva", Unit::Cents),
    input("rfm_buyers", "Compradores em 12 meses", Unit::Count),
    input("rfm_less_recent", "Compradores que compraram há mais tempo", Unit::Count),
    input("rfm_less_frequent", "Compradores com menos dias de compra", Unit::Count),
    input("rfm_less_revenue", "Compradores com menos receita", Unit::Count),
];

/// Inputs that let one infer the totals of the whole company.
const REVEALING: [&str; 13] = [
    "abc_position",
    "ranked_before_cents",
    "ranked_total_cents",
    "previous_position",
    "previous_before_cents",
    "previous_total_cents",
    "margin_position",
    "margin_before_cents",
    "margin_total_cents",
    "rfm_buyers",
    "rfm_less_recent",
    "rfm_less_frequent",
    "rfm_less_revenue",
];

/// Metrics in cents that are no amounts: an average, and by how much months differ.
const NOT_ADDED: [&str; 2] = ["average_ticket_cents", "revenue_trend_slope"];

const AMOUNTS: &str = "DL 1.598/77, art. 12; CPC 47";
const PORTFOLIO: &str = "convenção de gestão de carteira";
const RECEIVABLES: &str = "convenção de contas a receber";
const PARETO: &str = "curva de Pareto, cortes 80/95";

/// Every metric, in the order of the panel's columns.
pub static METRICS: [Metric; 62] = joined(&[
    &registration::METRICS,
    &purchases::METRICS,
    &revenue::METRICS,
    &items::METRICS,
    &rhythm::METRICS,
    &rank::METRICS,
    &receivables::METRICS,
]);

/// The metrics of all subjects, one after the other; it does not compile where the number is wrong.
const fn joined<const COUNT: usize>(subjects: &[&[Metric]]) -> [Metric; COUNT] {
    let mut all = [registration::METRICS[0]; COUNT];
    let (mut place, mut subject) = (0, 0);
    while subject < subjects.len() {
        let mut metric = 0;
        while metric < subjects[subject].len() {
            all[place] = subjects[subject][metric];
            place += 1;
            metric += 1;
        }
        subject += 1;
    }
    assert!(place == COUNT, "the number of metrics");
    all
}

impl Metric {
    /// The metric of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        METRICS.iter().find(|metric| metric.column.name == name)
    }

    /// Whether the values of several customers add up to one of all: amounts do, averages and trends do not.
    pub fn is_summable(&self) -> bool {
        self.column.unit == Unit::Cents && !NOT_ADDED.contains(&self.column.name)
    }
}

impl Unit {
    /// The unit as programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Word(_) => "word",
            Self::Date => "date",
            Self::WholeDays | Self::Days => "days",
            Self::Count => "count",
            Self::Cents => "cents",
            Self::Share => "share",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Text => "texto",
            Self::Word(_) => "uma palavra",
            Self::Date => "data",
            Self::WholeDays | Self::Days => "dias",
            Self::Count => "quantidade",
            Self::Cents => "centavos de real",
            Self::Share => "fração, em que 1 é 100 %",
        }
    }
}

impl Layer {
    /// The layer as programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Own => "own",
            Self::Rank => "rank",
        }
    }
}

/// A metric's page in the manual, in Markdown.
pub fn page(metric: &Metric) -> String {
    let Column { name, label, unit } = metric.column;
    let mut page = format!("## {label} (`{name}`)\n\n{}\n\n- Unidade: {}", metric.formula, unit.label());
    if let Unit::Word(words) = unit {
        let words: Vec<String> = words.iter().map(|word| format!("`{}` ({})", word.code, word.label)).collect();
        page.push_str(&format!(": {}", words.join(", ")));
    }
    page.push_str(&format!("\n- Fonte: {}\n- Calculado em: `{}`", metric.source, metric.computed_by));
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if !metric.inputs.is_empty() {
        page.push_str(&format!("\n- Depende de: {}", quoted(metric.inputs)));
    }
    if !metric.settings.is_empty() {
        page.push_str(&format!("\n- Ajustes: {}", quoted(metric.settings)));
    }
    if metric.reveals_total {
        page.push_str("\n- Só aparece para quem vê todos os clientes, porque revela totais da empresa");
    }
    page
}

/// The manual's chapter on metrics, in Markdown.
pub fn chapter() -> String {
    let pages: Vec<String> = METRICS.iter().map(page).collect();
    format!(
        "# Indicadores\n\n\
         Cada coluna da carteira é um indicador. `carteira metrics NOME` mostra estas páginas na tela, e\n\
         `carteira explain CLIENTE NOME` mostra como um deles chegou ao seu valor, até as notas.\n\n\
         Este capítulo é gerado do catálogo do programa; não o edite à mão.\n\n{}\n",
        pages.join("\n\n")
    )
}

/// The column of a name, be it of a metric or an input.
pub(crate) fn column(name: &str) -> Option<Column> {
    let of_metrics = METRICS.iter().map(|metric| metric.column);
    of_metrics.chain(INPUTS).find(|column| column.name == name)
}

/// The Portuguese name of a column, be it of a metric or an input.
pub fn label_of(name: &str) -> Option<&'static str> {
    column(name).map(|column| column.label)
}

/// Whether a column lets one infer the totals of the whole company.
pub(crate) fn reveals_total(name: &str) -> bool {
    let of_metric = Metric::named(name).is_some_and(|metric| metric.reveals_total);
    of_metric || REVEALING.contains(&name)
}

/// Metrics that may be meant by a name that does not exist: those whose Portuguese label has the word,
/// then those of a like name.
pub fn near_metrics(name: &str) -> Vec<&'static str> {
    let asked = normalised_name(&name.replace('_', " "));
    let labelled = METRICS.iter().filter(|metric| {
        let label = normalised_name(metric.column.label);
        !asked.is_empty() && label.split(' ').any(|word| word == asked) || label == asked
    });
    let mut near: Vec<&'static str> = labelled.map(|metric| metric.column.name).take(3).collect();
    for known in near_names(name, METRICS.iter().map(|metric| metric.column.name)) {
        if near.len() < 3 && !near.contains(&known) {
            near.push(known);
        }
    }
    near
}

/// Names like one that does not exist, the likest first.
pub fn near_names(name: &str, names: impl IntoIterator<Item = &'static str>) -> Vec<&'static str> {
    let mut near: Vec<(f64, &'static str)> = names
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&name.to_lowercase(), known), known))
        .filter(|(likeness, _)| *likeness > 0.75)
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    near.into_iter().take(3).map(|(_, known)| known).collect()
}

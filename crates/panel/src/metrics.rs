//! The catalogue of metrics: each declared once. From its declaration come the panel's column, what
//! a predicate may say of it, `explain`, and its page in the manual.

use crate::words::{ABC_CLASSES, CUSTOMER_KINDS, STATUSES, Word};

/// A metric: one column of the panel.
#[derive(Debug)]
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
    /// A part of a whole, 0 to 1.
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
}

/// A column that metrics are computed from and that is no metric itself.
const fn input(name: &'static str, label: &'static str, unit: Unit) -> Column {
    Column { name, label, unit }
}

/// Columns of the panel that only explain others.
pub static INPUTS: [Column; 9] = [
    input("gross_revenue_total_cents", "Receita bruta", Unit::Cents),
    input("returns_total_cents", "Devoluções", Unit::Cents),
    input("only_gap_days", "Intervalo entre as duas únicas compras", Unit::WholeDays),
    input("typical_cycle_days", "Ciclo típico usado na falta do próprio", Unit::Days),
    input("typical_cycle_of", "De quem é o ciclo típico", Unit::Text),
    input("base_first_sale_on", "Primeira venda da base", Unit::Date),
    input("abc_position", "Posição na curva", Unit::Count),
    input("ranked_before_cents", "Receita dos clientes que vêm antes na curva", Unit::Cents),
    input("ranked_total_cents", "Receita de todos os clientes da curva", Unit::Cents),
];

const AMOUNTS: &str = "DL 1.598/77, art. 12; CPC 47";
const PORTFOLIO: &str = "convenção de gestão de carteira";

const STATUS_SETTINGS: &[&str] = &[
    "status.new_days",
    "status.active_factor",
    "status.active_days",
    "status.risk_factor",
    "status.risk_days",
    "status.inactive_factor",
    "status.inactive_days",
    "status.former_assumed_months",
    "status.default_cycle_days",
];

/// Every metric, in the order of the panel's columns.
pub static METRICS: [Metric; 23] = [
    Metric {
        column: Column { name: "name", label: "Cliente", unit: Unit::Text },
        english: "Name",
        layer: Layer::Registration,
        formula: "Razão social mais recente segundo a melhor fonte: o que uma pessoa corrigiu, depois a nota fiscal mais nova. De uma empresa com filiais, a do estabelecimento de maior receita em 12 meses.",
        source: PORTFOLIO,
        computed_by: "16_registrations",
        inputs: &[],
        settings: &[],
        drill: Drill::Registration,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "tax_id", label: "CNPJ ou CPF", unit: Unit::Text },
        english: "Tax id",
        layer: Layer::Registration,
        formula: "CNPJ ou CPF com dígitos verificadores certos; no nível da empresa, os 8 primeiros caracteres do CNPJ. Vazio para quem é do exterior ou cujo documento veio errado na nota.",
        source: "IN RFB 2.229/2024",
        computed_by: "17_customers",
        inputs: &[],
        settings: &[],
        drill: Drill::Registration,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "customer_kind", label: "Tipo de cliente", unit: Unit::Word(&CUSTOMER_KINDS) },
        english: "Kind of customer",
        layer: Layer::Registration,
        formula: "Empresa (CNPJ), pessoa (CPF), consumidor (CPF que só aparece em NFC-e) ou exterior. Consumidores ficam fora da curva ABC e das participações.",
        source: PORTFOLIO,
        computed_by: "17_customers",
        inputs: &[],
        settings: &[],
        drill: Drill::Registration,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "uf", label: "UF", unit: Unit::Text },
        english: "State",
        layer: Layer::Registration,
        formula: "UF do endereço mais recente segundo a melhor fonte, como no nome.",
        source: PORTFOLIO,
        computed_by: "16_registrations",
        inputs: &[],
        settings: &[],
        drill: Drill::Registration,
        reveals_total: false,
        scope: true,
    },
    Metric {
        column: Column { name: "city", label: "Cidade", unit: Unit::Text },
        english: "City",
        layer: Layer::Registration,
        formula: "Cidade do endereço mais recente segundo a melhor fonte, como no nome.",
        source: PORTFOLIO,
        computed_by: "16_registrations",
        inputs: &[],
        settings: &[],
        drill: Drill::Registration,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "first_purchase_on", label: "Primeira compra", unit: Unit::Date },
        english: "First purchase",
        layer: Layer::Own,
        formula: "Primeiro dia de compra. Dia de compra é um dia com nota de venda que não foi toda devolvida.",
        source: PORTFOLIO,
        computed_by: "purchase_rhythm",
        inputs: &["purchase_days"],
        settings: &[],
        drill: Drill::Purchases,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "last_purchase_on", label: "Última compra", unit: Unit::Date },
        english: "Last purchase",
        layer: Layer::Own,
        formula: "Último dia de compra até a data.",
        source: PORTFOLIO,
        computed_by: "purchase_rhythm",
        inputs: &["purchase_days"],
        settings: &[],
        drill: Drill::Purchases,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "days_since_purchase", label: "Dias sem comprar", unit: Unit::WholeDays },
        english: "Days since purchase",
        layer: Layer::Own,
        formula: "Data da carteira − última compra, em dias.",
        source: PORTFOLIO,
        computed_by: "17_customers",
        inputs: &["last_purchase_on"],
        settings: &[],
        drill: Drill::Purchases,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "purchase_days", label: "Dias de compra", unit: Unit::Count },
        english: "Purchase days",
        layer: Layer::Own,
        formula: "Quantos dias diferentes têm nota de venda que não foi toda devolvida.",
        source: PORTFOLIO,
        computed_by: "purchase_rhythm",
        inputs: &[],
        settings: &[],
        drill: Drill::Purchases,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "sale_documents", label: "Notas de venda", unit: Unit::Count },
        english: "Sale documents",
        layer: Layer::Own,
        formula: "Notas de venda que valem, mesmo as devolvidas. Complementos, bonificações, notas de cupom já emitido e entregas de faturamento antecipado não contam.",
        source: PORTFOLIO,
        computed_by: "13_own",
        inputs: &[],
        settings: &[],
        drill: Drill::Sales,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "revenue_total_cents", label: "Receita total", unit: Unit::Cents },
        english: "Total revenue",
        layer: Layer::Own,
        formula: "Soma, por item de venda, de produtos − desconto + frete + seguro + outras despesas − ICMS desonerado deduzido, sem IPI e ST; menos devoluções e reduções de preço, até a data.",
        source: AMOUNTS,
        computed_by: "13_own",
        inputs: &["gross_revenue_total_cents", "returns_total_cents"],
        settings: &["base.include_unproven"],
        drill: Drill::Revenue,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "billed_total_cents", label: "Faturado total", unit: Unit::Cents },
        english: "Total billed",
        layer: Layer::Own,
        formula: "Receita total + IPI + ICMS-ST + FCP-ST + imposto de importação: a parte dos itens no total das notas, menos devoluções.",
        source: AMOUNTS,
        computed_by: "13_own",
        inputs: &["revenue_total_cents"],
        settings: &["base.include_unproven"],
        drill: Drill::Billed,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "revenue_12m_cents", label: "Receita em 12 meses", unit: Unit::Cents },
        english: "Revenue in 12 months",
        layer: Layer::Own,
        formula: "Receita dos 12 meses até a data, menos devoluções: dias depois da mesma data do ano anterior, até a data.",
        source: AMOUNTS,
        computed_by: "13_own",
        inputs: &["returns_12m_cents"],
        settings: &["base.include_unproven"],
        drill: Drill::Revenue12m,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "returns_12m_cents", label: "Devoluções em 12 meses", unit: Unit::Cents },
        english: "Returns in 12 months",
        layer: Layer::Own,
        formula: "Receita devolvida nos 12 meses até a data, como valor positivo.",
        source: AMOUNTS,
        computed_by: "13_own",
        inputs: &[],
        settings: &["base.include_unproven"],
        drill: Drill::Returns12m,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "average_ticket_cents", label: "Ticket médio", unit: Unit::Cents },
        english: "Average ticket",
        layer: Layer::Own,
        formula: "Receita bruta (vendas e complementos, antes de devoluções e reduções) ÷ notas de venda, em toda a história; meio centavo arredonda para cima.",
        source: PORTFOLIO,
        computed_by: "17_customers",
        inputs: &["gross_revenue_total_cents", "sale_documents"],
        settings: &[],
        drill: Drill::Gross,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "purchase_cycle_days", label: "Ciclo de compra", unit: Unit::Days },
        english: "Purchase cycle",
        layer: Layer::Own,
        formula: "Mediana dos intervalos, em dias, entre dias de compra seguidos. Vazio com menos de 3 dias de compra.",
        source: PORTFOLIO,
        computed_by: "purchase_rhythm",
        inputs: &["purchase_days"],
        settings: &[],
        drill: Drill::Purchases,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "purchase_cycle_p75_days", label: "Ciclo de compra (P75)", unit: Unit::Days },
        english: "Purchase cycle, 75th percentile",
        layer: Layer::Own,
        formula: "O intervalo abaixo do qual ficam três quartos dos intervalos entre compras (percentil 75, interpolação linear). Vazio com menos de 3 dias de compra.",
        source: PORTFOLIO,
        computed_by: "purchase_rhythm",
        inputs: &["purchase_days"],
        settings: &[],
        drill: Drill::Purchases,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "assumed_cycle_days", label: "Ciclo presumido", unit: Unit::Days },
        english: "Assumed cycle",
        layer: Layer::Rank,
        formula: "Com menos de 3 dias de compra: o maior entre o único intervalo, se houver, e o ciclo típico — a mediana dos ciclos da mesma curva ABC, na falta dela a de todos os clientes, na falta dela o padrão.",
        source: PORTFOLIO,
        computed_by: "20_cycles",
        inputs: &["purchase_days", "only_gap_days", "typical_cycle_days", "typical_cycle_of", "abc"],
        settings: &["status.default_cycle_days"],
        drill: Drill::Purchases,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "status", label: "Situação comercial", unit: Unit::Word(&STATUSES) },
        english: "Commercial status",
        layer: Layer::Rank,
        formula: "Pelos dias sem comprar (d) e pelo ciclo P75 do cliente, ou o presumido (c). Novo: primeira compra há poucos dias, se a base é mais antiga. Ativo: d ≤ maior entre 1,5 c e 30. Risco de perda: d ≤ maior entre 3 c e 90. Inativo: d ≤ maior entre 6 c e 365. Depois, ex-cliente; com ciclo presumido, nunca antes de 18 meses. Sem compra: nunca comprou.",
        source: PORTFOLIO,
        computed_by: "21_panel",
        inputs: &[
            "purchase_days",
            "first_purchase_on",
            "last_purchase_on",
            "days_since_purchase",
            "purchase_cycle_p75_days",
            "assumed_cycle_days",
            "base_first_sale_on",
        ],
        settings: STATUS_SETTINGS,
        drill: Drill::Purchases,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "next_purchase_on", label: "Próxima compra prevista", unit: Unit::Date },
        english: "Next purchase",
        layer: Layer::Rank,
        formula: "Última compra + ciclo de compra, ou o presumido; meio dia arredonda para cima.",
        source: PORTFOLIO,
        computed_by: "21_panel",
        inputs: &["last_purchase_on", "purchase_cycle_days", "assumed_cycle_days"],
        settings: &["status.default_cycle_days"],
        drill: Drill::Purchases,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "abc", label: "Curva ABC", unit: Unit::Word(&ABC_CLASSES) },
        english: "ABC class",
        layer: Layer::Rank,
        formula: "Clientes com receita positiva em 12 meses, da maior para a menor; empates pela chave. A enquanto a participação acumulada antes do cliente é menor que 80 %, B enquanto é menor que 95 %, senão C. Sem receita, sem classe; consumidores ficam fora.",
        source: "curva de Pareto, cortes 80/95",
        computed_by: "18_abc",
        inputs: &["revenue_12m_cents", "ranked_before_cents", "ranked_total_cents", "abc_position"],
        settings: &["abc.a_percent", "abc.b_percent"],
        drill: Drill::Revenue12m,
        reveals_total: false,
        scope: false,
    },
    Metric {
        column: Column { name: "cumulative_share", label: "Participação acumulada", unit: Unit::Share },
        english: "Cumulative share",
        layer: Layer::Rank,
        formula: "(Receita de quem vem antes na curva + a do cliente) ÷ receita de todos os clientes da curva, em 12 meses.",
        source: "curva de Pareto",
        computed_by: "18_abc",
        inputs: &["revenue_12m_cents", "ranked_before_cents", "ranked_total_cents", "abc_position"],
        settings: &[],
        drill: Drill::Revenue12m,
        reveals_total: true,
        scope: false,
    },
    Metric {
        column: Column { name: "revenue_share", label: "Participação na receita", unit: Unit::Share },
        english: "Revenue share",
        layer: Layer::Rank,
        formula: "Receita do cliente em 12 meses ÷ receita de todos os clientes da curva.",
        source: "curva de Pareto",
        computed_by: "18_abc",
        inputs: &["revenue_12m_cents", "ranked_total_cents"],
        settings: &[],
        drill: Drill::Revenue12m,
        reveals_total: true,
        scope: false,
    },
];

impl Metric {
    /// The metric of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        METRICS.iter().find(|metric| metric.column.name == name)
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
            Self::Share => "fração de 0 a 1",
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

/// Inputs that let one infer the totals of the whole company.
pub(crate) fn reveals_total(name: &str) -> bool {
    let of_metric = Metric::named(name).is_some_and(|metric| metric.reveals_total);
    of_metric || matches!(name, "abc_position" | "ranked_before_cents" | "ranked_total_cents")
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

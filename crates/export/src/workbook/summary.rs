//! The state of the portfolio on one page, in words, numbers and two charts.

use std::collections::HashMap;

use domain::Cents;
use panel::metrics::Unit;
use panel::words::{ABC_CLASSES, STATUSES, Word, label};
use rust_xlsxwriter::{
    Chart, ChartFormat, ChartPoint, ChartSolidFill, ChartType, Color, Format, Formula, Worksheet, XlsxError,
};

use super::sheet::{Formats, reais, result, write_text};
use super::{Exported, portfolio};
use crate::text::{count, counted};

/// The tab.
pub const NAME: &str = "Resumo";

/// Customers of the Pareto chart.
const LARGEST: usize = 20;

/// Where the tables begin.
const STATUS_ROW: u32 = 5;
const ABC_ROW: u32 = STATUS_ROW + 9;
const LARGEST_ROW: u32 = ABC_ROW + 7;

/// The hues of the statuses, from new to never bought: as on every screen.
const STATUS_HUES: [u32; 6] = [0x004C_9F70, 0x0027_7C4E, 0x00E0_A030, 0x00C4_6A2B, 0x009B_2C2C, 0x009A_A5B1];

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, exported: &Exported<'_>) -> Result<(), XlsxError> {
    let formats = Formats::default();
    sheet.set_active(true).set_screen_gridlines(false);
    sheet.set_column_width(0, 34)?.set_column_width(1, 12)?.set_column_width(2, 20)?.set_column_width(3, 12)?;
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_string_with_format(0, 0, format!("Carteira de clientes em {}", exported.as_of), &title)?;
    sheet.write_string(1, 0, format!("Cada linha é: {}", exported.level))?;
    write_text(sheet, (2, 0), &format!("Seleção: {}", exported.selection), &Format::new())?;
    sheet.write_string_with_format(3, 0, in_words(exported), formats.bold())?;
    sums(sheet, exported, &formats, (STATUS_ROW, "Situação comercial", "status"), &STATUSES)?;
    sums(sheet, exported, &formats, (ABC_ROW, "Curva ABC", "abc"), &ABC_CLASSES)?;
    let largest = largest(sheet, exported, &formats)?;
    let foot = LARGEST_ROW + 2 + largest;
    let unidentified = exported.totals.unidentified_revenue_cents;
    if unidentified != 0 {
        let note = format!("Consumidores não identificados, fora das listas: {} desde o início.", Cents(unidentified));
        sheet.write_string(foot, 0, note)?;
    }
    sheet.insert_chart(STATUS_ROW, 5, &status_chart())?;
    if largest > 0 {
        sheet.insert_chart(STATUS_ROW + 16, 5, &pareto_chart(largest))?;
    }
    Ok(())
}

/// The state in one sentence.
fn in_words(exported: &Exported<'_>) -> String {
    let active = (0..exported.rows.num_rows())
        .filter(|row| matches!(exported.text("status", *row).as_str(), "novo" | "ativo"))
        .count();
    let at_risk = exported.worsened.iter().filter(|one| one.after == "risco_de_perda");
    let (customers, cents) =
        at_risk.fold((0_u64, 0_i64), |(customers, cents), one| (customers + 1, cents + one.revenue_12m_cents));
    let active = counted(active as u64, "cliente novo ou ativo", "clientes novos ou ativos");
    match customers {
        0 => format!("{active}; nenhum passou a risco de perda desde {}.", exported.compared_with),
        _ => format!(
            "{active}; {} {} a risco de perda desde {}, com {} em 12 meses.",
            count(customers),
            if customers == 1 { "passou" } else { "passaram" },
            exported.compared_with,
            Cents(cents)
        ),
    }
}

/// Customers and revenue of each word of a metric, counted by formulas over the portfolio's sheet.
fn sums(
    sheet: &mut Worksheet,
    exported: &Exported<'_>,
    formats: &Formats,
    (first, title, metric): (u32, &str, &str),
    words: &'static [Word],
) -> Result<(), XlsxError> {
    for (header, column) in [title, "Clientes", "Receita em 12 meses", "Parte"].iter().zip(0..) {
        sheet.write_string_with_format(first, column, *header, formats.header())?;
    }
    let mut found: HashMap<String, (i64, i64)> = HashMap::new();
    for row in 0..exported.rows.num_rows() {
        let (customers, cents) = found.entry(exported.text(metric, row)).or_default();
        *customers += 1;
        *cents += exported.number("revenue_12m_cents", row);
    }
    let total = found.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    // Of those without a word, too: customers without revenue are on no curve.
    let codes = words.iter().map(|word| word.code).chain((metric == "abc").then_some(""));
    let ranges = [metric, "revenue_12m_cents"].map(|name| range(exported, name));
    let mut row = first + 1;
    for code in codes {
        let sums = found.get(code).copied().unwrap_or_default();
        let name = if code.is_empty() { "sem curva".to_owned() } else { label(words, code) };
        sheet.write_string(row, 0, name)?;
        let criterion = if code.is_empty() { "\"=\"".to_owned() } else { format!("A{}", row + 1) };
        let [of, revenue] = &ranges;
        let counting = format!("COUNTIF({of},{criterion})");
        let adding = format!("SUMIF({of},{criterion},{revenue})");
        write_sums(sheet, formats, row, [counting, adding], sums)?;
        write_share(sheet, formats, row, last_row(first, words, metric), (sums.1, total.1))?;
        row += 1;
    }
    sheet.write_string_with_format(row, 0, "Total", formats.bold())?;
    let sum = |column: char| format!("SUM({column}{}:{column}{row})", first + 2);
    write_sums(sheet, formats, row, [sum('B'), sum('C')], total)
}

/// The row of the totals.
fn last_row(first: u32, words: &[Word], metric: &str) -> u32 {
    first + 1 + words.len() as u32 + u32::from(metric == "abc")
}

fn write_sums(
    sheet: &mut Worksheet,
    formats: &Formats,
    row: u32,
    [customers, revenue]: [String; 2],
    (count, cents): (i64, i64),
) -> Result<(), XlsxError> {
    let customers = Formula::new(customers).set_result(count.to_string());
    sheet.write_formula_with_format(row, 1, customers, formats.of(Unit::Count))?;
    let revenue = Formula::new(revenue).set_result(result(cents));
    sheet.write_formula_with_format(row, 2, revenue, formats.of(Unit::Cents))?;
    Ok(())
}

fn write_share(
    sheet: &mut Worksheet,
    formats: &Formats,
    row: u32,
    total_row: u32,
    (part, whole): (i64, i64),
) -> Result<(), XlsxError> {
    let formula = format!("IF(C{total}=0,0,C{}/C{total})", row + 1, total = total_row + 1);
    let share = if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let formula = Formula::new(formula).set_result(share.to_string());
    sheet.write_formula_with_format(row, 3, formula, formats.of(Unit::Share))?;
    Ok(())
}

/// A metric's cells on the portfolio's sheet.
fn range(exported: &Exported<'_>, metric: &str) -> String {
    let column = rust_xlsxwriter::utility::column_number_to_name(exported.column(metric).unwrap_or_default());
    format!("{}!${column}$2:${column}${}", portfolio::NAME, exported.rows.num_rows() + 1)
}

/// The largest customers, and what they and those before them bring of all; how many they are.
fn largest(sheet: &mut Worksheet, exported: &Exported<'_>, formats: &Formats) -> Result<u32, XlsxError> {
    let title = format!("Os {LARGEST} maiores");
    for (header, column) in [title.as_str(), "Curva ABC", "Receita em 12 meses", "Acumulado"].iter().zip(0..) {
        sheet.write_string_with_format(LARGEST_ROW, column, *header, formats.header())?;
    }
    let revenue = |row: usize| exported.number("revenue_12m_cents", row).max(0);
    let total: i64 = (0..exported.rows.num_rows()).map(revenue).sum();
    let shown = (0..exported.rows.num_rows()).take(LARGEST).take_while(|row| revenue(*row) > 0);
    let (mut line, mut before) = (LARGEST_ROW + 1, 0);
    for row in shown {
        before += revenue(row);
        let name = exported.text("name", row);
        let name = if name.is_empty() { exported.text("customer", row) } else { name };
        write_text(sheet, (line, 0), &name, formats.of(Unit::Text))?;
        write_text(sheet, (line, 1), &exported.text("abc", row), formats.of(Unit::Text))?;
        sheet.write_number_with_format(line, 2, reais(revenue(row)), formats.of(Unit::Cents))?;
        sheet.write_number_with_format(line, 3, before as f64 / total as f64, formats.of(Unit::Share))?;
        line += 1;
    }
    Ok(line - LARGEST_ROW - 1)
}

fn status_chart() -> Chart {
    let rows = (STATUS_ROW + 1, STATUS_ROW + STATUSES.len() as u32);
    let points: Vec<ChartPoint> =
        STATUS_HUES.iter().map(|hue| ChartPoint::new().set_format(&mut filled(*hue))).collect();
    let mut chart = Chart::new(ChartType::Bar);
    let series = chart.add_series().set_categories((NAME, rows.0, 0, rows.1, 0));
    series.set_values((NAME, rows.0, 2, rows.1, 2)).set_name("Receita em 12 meses").set_points(&points);
    chart.title().set_name("Receita em 12 meses por situação comercial");
    chart.legend().set_hidden();
    // The first status at the top, as in the table.
    chart.x_axis().set_reverse();
    chart.y_axis().set_num_format("#,##0");
    chart.set_width(620).set_height(300);
    chart
}

fn pareto_chart(customers: u32) -> Chart {
    let rows = (LARGEST_ROW + 1, LARGEST_ROW + customers);
    let mut chart = Chart::new(ChartType::Column);
    let bars = chart.add_series().set_categories((NAME, rows.0, 0, rows.1, 0));
    bars.set_values((NAME, rows.0, 2, rows.1, 2))
        .set_name("Receita em 12 meses")
        .set_format(&mut filled(STATUS_HUES[1]));
    let mut line = Chart::new(ChartType::Line);
    let series = line.add_series().set_categories((NAME, rows.0, 0, rows.1, 0));
    series.set_values((NAME, rows.0, 3, rows.1, 3)).set_name("Acumulado").set_secondary_axis(true);
    chart.combine(&line);
    chart.title().set_name("Curva ABC: quanto trazem os maiores");
    chart.y_axis().set_num_format("#,##0");
    chart.y2_axis().set_num_format("0%").set_min(0).set_max(1);
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_width(620).set_height(360);
    chart
}

fn filled(hue: u32) -> ChartFormat {
    ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(hue))).clone()
}

//! CSV: semicolons between cells, UTF-8, and no cell that a spreadsheet would take for a formula.

use std::io::{self, Write};

use domain::text::printable;
use domain::{Cents, Day};
use panel::metrics::{Metric, Unit};
use panel::{Rows, words};
use serde_json::Value;
use sources::table::exported::guarded;

use crate::value;

/// Rows of a piece, small enough to be sent while the next is written.
const PIECE_ROWS: usize = 1_000;

/// By this mark spreadsheets know that a file is UTF-8.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Who reads the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Programs: names of metrics as headers, amounts in cents, dates in ISO form, codes of words.
    Program,
    /// People, in a spreadsheet: labels as headers, amounts in reais, dates as `30/11/2026`, words in Portuguese.
    Person,
}

/// A cell with a text: quoted where it must be, and never a formula.
///
/// What would begin a formula gets an apostrophe before it; a number with its sign is none.
pub fn cell(text: &str) -> String {
    let text = printable(text);
    let safe = if is_number(&text) { text } else { guarded(&text) };
    if safe.contains([';', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// A line of texts.
pub fn line(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().map(|text| cell(&text)).collect::<Vec<_>>().join(";")
}

/// Writes rows of the panel of a date.
///
/// # Errors
/// The file cannot be written.
pub fn write(out: &mut impl Write, rows: &Rows, as_of: Day, reader: Reader) -> io::Result<()> {
    pieces(rows.clone(), as_of, reader).try_for_each(|piece| out.write_all(piece.as_bytes()))
}

/// Rows of the panel of a date in pieces of many lines, to be sent one by one; the first has the headers.
pub fn pieces(rows: Rows, as_of: Day, reader: Reader) -> impl Iterator<Item = String> + Send + use<> {
    let columns = Column::all(&rows);
    let headers = headers(&columns, reader);
    let places = (0..rows.num_rows()).step_by(PIECE_ROWS);
    let of_rows = places.map(move |from| {
        let to = (from + PIECE_ROWS).min(rows.num_rows());
        (from..to).map(|row| row_line(&rows, row, (as_of, reader), &columns)).collect()
    });
    std::iter::once(headers).chain(of_rows)
}

/// A column after the key, with its unit where it is a metric.
struct Column {
    name: String,
    metric: Option<&'static Metric>,
}

impl Column {
    fn all(rows: &Rows) -> Vec<Self> {
        let names = panel::column_names(rows).into_iter().filter(|name| name != "customer");
        names.map(|name| Self { metric: Metric::named(&name), name }).collect()
    }

    fn label(&self) -> &str {
        self.metric.map_or(&self.name, |metric| metric.column.label)
    }

    fn shown(&self, value: &Value) -> String {
        match self.metric {
            Some(metric) if metric.column.name == "tax_id" => cell(&value::masked(value.as_str().unwrap_or_default())),
            Some(metric) => for_person(value, metric.column.unit),
            None => for_program(value),
        }
    }
}

fn headers(columns: &[Column], reader: Reader) -> String {
    match reader {
        Reader::Program => {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            format!("customer;as_of;{}\n", names.join(";"))
        }
        Reader::Person => {
            let before = ["Chave", "Data da carteira"].into_iter();
            let labels = before.chain(columns.iter().map(Column::label)).map(str::to_owned);
            format!("{BYTE_ORDER_MARK}{}\n", line(labels))
        }
    }
}

fn row_line(rows: &Rows, row: usize, (as_of, reader): (Day, Reader), columns: &[Column]) -> String {
    let key = panel::value_at(rows, "customer", row);
    let mut cells = match reader {
        Reader::Program => vec![for_program(&key), as_of.iso()],
        Reader::Person => vec![cell(&value::masked(key.as_str().unwrap_or_default())), as_of.to_string()],
    };
    cells.extend(columns.iter().map(|column| {
        let value = panel::value_at(rows, &column.name, row);
        match reader {
            Reader::Program => for_program(&value),
            Reader::Person => column.shown(&value),
        }
    }));
    let mut line = cells.join(";");
    line.push('\n');
    line
}

/// Amounts in cents, dates in ISO form, a decimal comma.
fn for_program(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => cell(text),
        Value::Number(number) if number.is_f64() => number.to_string().replace('.', ","),
        other => other.to_string(),
    }
}

/// As a spreadsheet in Portuguese takes it for what it is: no points between thousands, no currency.
fn for_person(value: &Value, unit: Unit) -> String {
    match (unit, value) {
        (_, Value::Null) => String::new(),
        (Unit::Cents, value) => Cents(value.as_i64().unwrap_or(0)).plain().replace('.', ""),
        (Unit::Share, value) => format!("{}%", value::decimal(value.as_f64().unwrap_or(0.0) * 100.0, 2)),
        (Unit::Date, value) => value::day(value).map_or_else(String::new, |day| day.to_string()),
        (Unit::Days, value) => value::decimal(value.as_f64().unwrap_or(0.0), 2),
        (Unit::WholeDays | Unit::Count, value) => value.to_string(),
        (Unit::Word(known), value) => cell(&words::label(known, value.as_str().unwrap_or_default())),
        (Unit::Text, value) => cell(value.as_str().unwrap_or_default()),
    }
}

/// Whether a text is digits with at most a sign before them: a telephone, an amount as someone wrote it.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("Alfa", "Alfa")]
    #[case("Alfa; Beta", "\"Alfa; Beta\"")]
    #[case("Casa \"Nova\"", "\"Casa \"\"Nova\"\"\"")]
    #[case("=1+1", "'=1+1")]
    #[case("=HYPERLINK(\"x\";\"y\")", "\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\"")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0")]
    #[case("+55 11 98765-4321", "'+55 11 98765-4321")]
    #[case("\u{FF1D}1+1", "'\u{FF1D}1+1")]
    #[case("-inf", "'-inf")]
    #[case("-", "'-")]
    #[case("\t=1+1", "\u{FFFD}=1+1")]
    #[case("linha\n=1+1", "linha\u{FFFD}=1+1")]
    #[case("+5511987654321", "+5511987654321")]
    #[case("-1.234,56", "-1.234,56")]
    fn no_cell_is_a_formula(#[case] text: &str, #[case] written: &str) {
        assert_eq!(cell(text), written);
    }

    #[rstest]
    #[case(json!(-123_456), Unit::Cents, "-123456", "-1234,56")]
    #[case(json!(0.5), Unit::Share, "0,5", "50%")]
    #[case(json!("2026-11-30"), Unit::Date, "2026-11-30", "30/11/2026")]
    #[case(json!(31.5), Unit::Days, "31,5", "31,5")]
    #[case(json!(1_234), Unit::Count, "1234", "1234")]
    #[case(json!("ex_cliente"), Unit::Word(&words::STATUSES), "ex_cliente", "ex-cliente")]
    #[case(Value::Null, Unit::Date, "", "")]
    fn programs_and_people_read_values_in_their_ways(
        #[case] value: Value,
        #[case] unit: Unit,
        #[case] program: &str,
        #[case] person: &str,
    ) {
        assert_eq!((for_program(&value).as_str(), for_person(&value, unit).as_str()), (program, person));
    }

    #[test]
    fn a_list_is_written_for_programs_and_for_people() {
        let rows = crate::testing::rows();
        let as_of = Day::from_ymd(2026, 11, 30).unwrap();
        let written = |reader| pieces(rows.clone(), as_of, reader).collect::<String>();
        assert_eq!(
            written(Reader::Program),
            "customer;as_of;name;tax_id;status;revenue_12m_cents\n\
             01222333;2026-11-30;\"Alfa; Ltda\";01222333000128;ex_cliente;123456\n\
             omie:7;2026-11-30;'=1+1;;ativo;-50\n"
        );
        assert_eq!(
            written(Reader::Person),
            "\u{FEFF}Chave;Data da carteira;Cliente;CNPJ ou CPF;Situação comercial;Receita em 12 meses\n\
             01.222.333;30/11/2026;\"Alfa; Ltda\";01.222.333/0001-28;ex-cliente;1234,56\n\
             omie:7;30/11/2026;'=1+1;;ativo;-0,50\n"
        );
    }

    #[test]
    fn many_rows_come_in_pieces() {
        let rows = crate::testing::rows();
        let many = arrow::compute::concat_batches(&rows.schema(), vec![&rows; 1_001]).unwrap();
        let as_of = Day::from_ymd(2026, 11, 30).unwrap();
        let lines: Vec<usize> = pieces(many, as_of, Reader::Program).map(|piece| piece.lines().count()).collect();
        assert_eq!(lines, [1, 1_000, 1_000, 2]);
    }
}

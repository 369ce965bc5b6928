//! Predicates over the panel: `status = 'inativo' AND abc = 'A' AND revenue_12m_cents > reais(10000)`.
//!
//! One grammar for lists, segments, rules and scopes. A text is parsed as a SQL expression and walked
//! node by node before anything runs: only the kinds of expression named here pass, columns must be
//! metrics, and a value must be of its column's own class. Errors say where, why, and what was meant.

use std::ops::ControlFlow;

use datafusion::arrow::datatypes::DataType;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, DataType as SqlType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident,
    Spanned, UnaryOperator, Value, visit_expressions,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer, Word as Written};
use domain::Day;

use crate::fields::{TAG_ENDS, TAGS};
use crate::functions::HAS_TAG;
use crate::metrics::{METRICS, Metric, Unit, near_metrics, near_names};
use crate::words::Word;

/// A predicate that passed all checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Predicate {
    sql: String,
}

/// What is wrong with a predicate, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("condição, {place}: {reason}")]
pub struct PredicateError {
    place: Place,
    reason: String,
}

impl PredicateError {
    /// The line and column where it is wrong, from 1; no column where the text ends too early.
    pub fn position(&self) -> (Option<u64>, Option<u64>) {
        (Some(self.place.line), Some(self.place.column).filter(|column| *column > 0))
    }

    /// What is wrong, without the place.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// A place in a predicate's text, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    line: u64,
    column: u64,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.column) {
            (_, 0) => write!(f, "no fim"),
            (1, column) => write!(f, "posição {column}"),
            (line, column) => write!(f, "linha {line}, posição {column}"),
        }
    }
}

/// What an expression is worth comparing with.
#[derive(Clone, Copy, Debug)]
enum Class {
    Truth,
    Text,
    Word(&'static Metric, &'static [Word]),
    Number,
    Date,
    /// `NULL`, which goes with anything.
    Nothing,
}

/// Letters of a predicate at most.
const LONGEST: usize = 100_000;

/// Operators of a predicate at most. Each may hold the one before it, and whatever walks a condition, down to
/// throwing it away, goes as deep as they do.
const MOST_OPERATORS: usize = 500;

/// Functions a predicate may call, with what they take and give.
pub(crate) const FUNCTIONS: [&str; 5] = ["reais", HAS_TAG, "days_since", "lower", "coalesce"];

impl Predicate {
    /// Reads and checks a predicate.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn parse(text: &str) -> Result<Self, PredicateError> {
        if text.trim().is_empty() {
            let place = Place { line: 1, column: 1 };
            return Err(PredicateError { place, reason: "está vazia: escreva algo como abc = 'A'".to_owned() });
        }
        bounded(text)?;
        let mut parser = Parser::new(&GenericDialect {}).try_with_sql(text).map_err(|error| syntax(&error))?;
        let expression = parser.parse_expr().map_err(|error| syntax(&error))?;
        let next = parser.peek_token();
        if next.token != Token::EOF {
            let place = Place { line: next.span.start.line, column: next.span.start.column };
            return Err(PredicateError { place, reason: format!("não se espera {} aqui", next.token) });
        }
        match class(&expression)? {
            Class::Truth => Ok(Self { sql: text.to_owned() }),
            _ => Err(error(&expression, "isto não é uma condição: compare com algo, como abc = 'A'".to_owned())),
        }
    }

    /// Reads and checks a predicate that tells what someone may see, which asks only about what is decided of
    /// customers and where they are.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn parse_scope(text: &str) -> Result<Self, PredicateError> {
        let predicate = Self::parse(text)?;
        let expression = Parser::new(&GenericDialect {}).try_with_sql(text).and_then(|mut parser| parser.parse_expr());
        let expression = expression.map_err(|error| syntax(&error))?;
        let stranger = visit_expressions(&expression, |part| match part {
            Expr::Identifier(name) if Metric::named(&name.value).is_some_and(|metric| !metric.scope) => {
                ControlFlow::Break(error(part, no_scope(&name.value)))
            }
            _ => ControlFlow::Continue(()),
        });
        match stranger {
            ControlFlow::Break(error) => Err(error),
            ControlFlow::Continue(()) => Ok(predicate),
        }
    }

    /// The metrics it asks about.
    pub fn columns(&self) -> Vec<String> {
        let mut names = Vec::new();
        if let Ok(expression) =
            Parser::new(&GenericDialect {}).try_with_sql(&self.sql).and_then(|mut parser| parser.parse_expr())
        {
            let _: ControlFlow<()> = visit_expressions(&expression, |part| {
                match part {
                    Expr::Identifier(name) => names.push(name.value.to_lowercase()),
                    Expr::Function(function) if function.name.to_string().to_lowercase() == HAS_TAG => {
                        names.push(TAGS.to_owned())
                    }
                    _ => {}
                }
                ControlFlow::Continue(())
            });
        }
        names
    }

    /// A predicate that is true where this one and another are.
    pub fn and(&self, other: &Self) -> Self {
        // A line break, for what was written may end in a comment.
        Self { sql: format!("({}\n) AND ({}\n)", self.sql, other.sql) }
    }

    /// The predicate as it was written.
    pub fn as_sql(&self) -> &str {
        &self.sql
    }
}

/// Goes on unless a text is too long, or would be too deep, to be read at all.
fn bounded(text: &str) -> Result<(), PredicateError> {
    let refused = |line, column, reason: String| PredicateError { place: Place { line, column }, reason };
    if text.len() > LONGEST {
        return Err(refused(1, 0, format!("passa de {LONGEST} caracteres: divida-a em segmentações")));
    }
    let tokens = Tokenizer::new(&GenericDialect {}, text).tokenize_with_location();
    let tokens = tokens.map_err(|error| syntax(&ParserError::TokenizerError(error.to_string())))?;
    match tokens.iter().filter(|token| is_operator(&token.token)).nth(MOST_OPERATORS) {
        None => Ok(()),
        Some(token) => {
            let reason = format!("há operadores demais (até {MOST_OPERATORS}): para muitos valores, use IN (...)");
            Err(refused(token.span.start.line, token.span.start.column, reason))
        }
    }
}

/// Whether a token may put one expression into another.
fn is_operator(token: &Token) -> bool {
    match token {
        Token::Word(Written { keyword: Keyword::NoKeyword, .. }) => false,
        Token::Word(word) => word.quote_style.is_none() && Metric::named(&word.value).is_none(),
        Token::Number(..) | Token::SingleQuotedString(_) | Token::Whitespace(_) | Token::Comma => false,
        Token::LParen | Token::RParen | Token::EOF => false,
        _ => true,
    }
}

/// The class of an expression all of whose parts may stand where they do.
fn class(expression: &Expr) -> Result<Class, PredicateError> {
    match expression {
        Expr::Nested(inner) => class(inner),
        Expr::Identifier(name) => column(expression, name),
        Expr::Value(value) => literal(expression, &value.value),
        Expr::TypedString(typed) if typed.data_type == SqlType::Date => match typed.value.value.clone().into_string() {
            Some(text) => date(expression, &text),
            None => Err(error(expression, "não é uma data".to_owned())),
        },
        Expr::UnaryOp { op: UnaryOperator::Not, expr } => truth(expr),
        Expr::UnaryOp { op: UnaryOperator::Minus | UnaryOperator::Plus, expr } => number(expr),
        Expr::BinaryOp { left, op, right } => binary(expression, left, op, right),
        Expr::IsNull(inner) | Expr::IsNotNull(inner) => class(inner).map(|_| Class::Truth),
        Expr::IsTrue(inner) | Expr::IsNotTrue(inner) | Expr::IsFalse(inner) | Expr::IsNotFalse(inner) => truth(inner),
        Expr::InList { expr, list, .. } => {
            list.iter().try_for_each(|value| comparable(expr, value))?;
            Ok(Class::Truth)
        }
        Expr::Between { expr, low, high, .. } => {
            comparable(expr, low)?;
            comparable(expr, high)?;
            Ok(Class::Truth)
        }
        Expr::Like { expr, pattern, any: false, .. } | Expr::ILike { expr, pattern, any: false, .. } => {
            text(expr)?;
            text(pattern)?;
            Ok(Class::Truth)
        }
        Expr::Function(function) => call(expression, function),
        other => Err(error(other, "esta forma de expressão não é aceita em condições".to_owned())),
    }
}

fn column(expression: &Expr, name: &Ident) -> Result<Class, PredicateError> {
    match Metric::named(&name.value) {
        Some(metric) => Ok(match metric.column.unit {
            Unit::Text => Class::Text,
            Unit::Word(words) => Class::Word(metric, words),
            Unit::Date => Class::Date,
            Unit::WholeDays | Unit::Days | Unit::Count | Unit::Cents | Unit::Share => Class::Number,
        }),
        None if name.quote_style.is_some() => {
            Err(error(expression, format!("escreva textos entre aspas simples: '{}'", name.value)))
        }
        None => {
            let near = near_metrics(&name.value);
            Err(error(expression, format!("não existe o indicador {name}{}", meant(&near))))
        }
    }
}

fn literal(expression: &Expr, value: &Value) -> Result<Class, PredicateError> {
    match value {
        Value::Number(..) => Ok(Class::Number),
        Value::SingleQuotedString(_) => Ok(Class::Text),
        Value::Boolean(_) => Ok(Class::Truth),
        Value::Null => Ok(Class::Nothing),
        _ => Err(error(expression, "este tipo de valor não é aceito em condições".to_owned())),
    }
}

fn date(expression: &Expr, text: &str) -> Result<Class, PredicateError> {
    match Day::from_iso_prefix(text) {
        Ok(_) if text.len() == 10 => Ok(Class::Date),
        _ => Err(error(expression, format!("'{text}' não é uma data: escreva '2026-11-30'"))),
    }
}

fn binary(expression: &Expr, left: &Expr, op: &BinaryOperator, right: &Expr) -> Result<Class, PredicateError> {
    match op {
        BinaryOperator::And | BinaryOperator::Or => {
            truth(left)?;
            truth(right)
        }
        BinaryOperator::Eq
        | BinaryOperator::NotEq
        | BinaryOperator::Lt
        | BinaryOperator::LtEq
        | BinaryOperator::Gt
        | BinaryOperator::GtEq => {
            comparable(left, right)?;
            Ok(Class::Truth)
        }
        BinaryOperator::Plus | BinaryOperator::Minus | BinaryOperator::Multiply | BinaryOperator::Divide => {
            number(left)?;
            number(right)
        }
        other => Err(error(expression, format!("o operador {other} não é aceito em condições"))),
    }
}

fn call(expression: &Expr, function: &Function) -> Result<Class, PredicateError> {
    let name = function.name.to_string().to_lowercase();
    let plain = function.over.is_none() && function.filter.is_none() && function.within_group.is_empty();
    let arguments = match &function.args {
        FunctionArguments::List(list) if plain && list.duplicate_treatment.is_none() && list.clauses.is_empty() => {
            list.args.iter().map(argument).collect::<Option<Vec<&Expr>>>()
        }
        _ => None,
    };
    let Some(arguments) = arguments else {
        return Err(error(expression, format!("{name} só aceita argumentos simples")));
    };
    match (name.as_str(), &arguments[..]) {
        ("reais", [amount]) => number(amount),
        ("reais", _) => Err(error(
            expression,
            "reais espera um valor só, sem pontos entre os milhares e com ponto antes dos centavos: reais(1234567.89)"
                .to_owned(),
        )),
        ("days_since", [day]) => {
            of_class(day, "uma data", |class| matches!(class, Class::Date))?;
            Ok(Class::Number)
        }
        (HAS_TAG, [tag]) => match quoted(tag) {
            Some(word) if word.trim().is_empty() || word.contains(TAG_ENDS) => {
                Err(error(tag, "has_tag espera uma etiqueta só, sem vírgula nem ponto e vírgula".to_owned()))
            }
            Some(_) => Ok(Class::Truth),
            None => Err(error(tag, "has_tag espera uma etiqueta entre aspas, como has_tag('vip')".to_owned())),
        },
        ("lower", [value]) => text(value),
        ("coalesce", [first, rest @ ..]) => {
            rest.iter().try_for_each(|other| comparable(first, other))?;
            class(first)
        }
        (known, _) if FUNCTIONS.contains(&known) => {
            Err(error(expression, format!("{known} foi chamada com o número errado de argumentos")))
        }
        (unknown, _) => {
            Err(error(expression, format!("não existe a função {unknown}{}", meant(&near_names(unknown, FUNCTIONS)))))
        }
    }
}

fn argument(argument: &FunctionArg) -> Option<&Expr> {
    match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => Some(expression),
        _ => None,
    }
}

fn truth(expression: &Expr) -> Result<Class, PredicateError> {
    of_class(expression, "uma condição, como abc = 'A'", |class| matches!(class, Class::Truth))
}

fn number(expression: &Expr) -> Result<Class, PredicateError> {
    of_class(expression, "um número", |class| matches!(class, Class::Number))
}

fn text(expression: &Expr) -> Result<Class, PredicateError> {
    of_class(expression, "um texto", |class| matches!(class, Class::Text | Class::Word(..)))?;
    Ok(Class::Text)
}

fn of_class(expression: &Expr, wanted: &str, fits: impl Fn(Class) -> bool) -> Result<Class, PredicateError> {
    match class(expression)? {
        Class::Nothing => Ok(Class::Nothing),
        found if fits(found) => Ok(found),
        found => Err(error(expression, format!("aqui se espera {wanted}, e {expression} é {}", name(found)))),
    }
}

/// Checks that two expressions can be compared: both of one class, and a literal beside a column of
/// words or dates one of them.
fn comparable(left: &Expr, right: &Expr) -> Result<(), PredicateError> {
    match (class(left)?, class(right)?) {
        (Class::Nothing, _) | (_, Class::Nothing) => Ok(()),
        (Class::Word(metric, words), Class::Text) => known_word(metric, words, right),
        (Class::Text, Class::Word(metric, words)) => known_word(metric, words, left),
        (Class::Date, Class::Text) => written_date(right),
        (Class::Text, Class::Date) => written_date(left),
        (Class::Word(one, _), Class::Word(other, _)) if one.column.name == other.column.name => Ok(()),
        (one, other) if std::mem::discriminant(&one) == std::mem::discriminant(&other) => Ok(()),
        (one, other) => {
            let reason = format!("{left} é {}, e {right} é {}: não se comparam", name(one), name(other));
            Err(error(right, reason))
        }
    }
}

fn known_word(metric: &Metric, words: &'static [Word], value: &Expr) -> Result<(), PredicateError> {
    let Some(text) = quoted(value) else { return Ok(()) };
    if words.iter().any(|word| word.code == text) {
        return Ok(());
    }
    let near = near_names(&text.replace(['-', ' '], "_"), words.iter().map(|word| word.code));
    let known: Vec<&str> = words.iter().map(|word| word.code).collect();
    Err(error(
        value,
        format!(
            "'{text}' não é um valor de {}{}; os valores são {}",
            metric.column.name,
            meant(&near),
            known.join(", ")
        ),
    ))
}

fn written_date(value: &Expr) -> Result<(), PredicateError> {
    match quoted(value) {
        Some(text) => date(value, &text).map(|_| ()),
        None => Err(error(value, "um texto não se compara com uma data".to_owned())),
    }
}

fn no_scope(name: &str) -> String {
    let known = METRICS.iter().filter(|metric| metric.scope).map(|metric| metric.column.name);
    format!("{name} não serve para dizer quem vê o quê; servem {}", known.collect::<Vec<_>>().join(", "))
}

fn quoted(value: &Expr) -> Option<String> {
    match value {
        Expr::Nested(inner) => quoted(inner),
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn name(class: Class) -> &'static str {
    match class {
        Class::Truth => "uma condição",
        Class::Text => "um texto",
        Class::Word(..) => "uma palavra entre aspas",
        Class::Number => "um número",
        Class::Date => "uma data",
        Class::Nothing => "nulo",
    }
}

fn meant(near: &[&str]) -> String {
    if near.is_empty() { String::new() } else { format!(" (você quis dizer {}?)", near.join(", ")) }
}

fn error(expression: &Expr, reason: String) -> PredicateError {
    let start = expression.span().start;
    PredicateError { place: Place { line: start.line, column: start.column }, reason }
}

/// The parser's own error, whose place stands at the end of its message.
fn syntax(error: &ParserError) -> PredicateError {
    let message = match error {
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => message.as_str(),
        ParserError::RecursionLimitExceeded => "condição com parênteses demais",
    };
    let number = |label: &str| -> Option<u64> {
        let from = message.rfind(label)? + label.len();
        let digits: String = message[from..].chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let place = Place { line: number("Line: ").unwrap_or(1), column: number("Column: ").unwrap_or(0) };
    let what = message.split(" at Line:").next().unwrap_or(message);
    let reason = match what.split_once(", found: ") {
        Some((_, "EOF")) => "falta o resto da condição".to_owned(),
        Some((_, found)) => format!("não se espera {found} aqui"),
        None if what.contains("Unterminated") => "falta fechar as aspas".to_owned(),
        None => "não foi possível entender a condição".to_owned(),
    };
    PredicateError { place, reason }
}

/// The type of a unit's column.
pub(crate) fn data_type(unit: Unit) -> DataType {
    match unit {
        Unit::Text | Unit::Word(_) => DataType::Utf8,
        Unit::Date => DataType::Date32,
        Unit::WholeDays | Unit::Count | Unit::Cents => DataType::Int64,
        Unit::Days | Unit::Share => DataType::Float64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("status = 'inativo' AND abc = 'A' AND uf IN ('SP','MG') AND revenue_12m_cents > reais(10000)")]
    #[case("days_since(last_purchase_on) > 30 OR last_purchase_on IS NULL")]
    #[case("first_purchase_on BETWEEN '2026-01-01' AND DATE '2026-06-30'")]
    #[case("lower(name) LIKE '%mercado%' AND NOT (uf = 'SP')")]
    #[case("coalesce(purchase_cycle_days, assumed_cycle_days) <= 2 * 30")]
    #[case("returns_12m_cents * 10 > revenue_12m_cents")]
    #[case("customer_kind <> 'consumer' AND abc IS NOT NULL")]
    #[case("status = NULL")]
    fn accepts(#[case] text: &str) {
        assert_eq!(Predicate::parse(text).map(|predicate| predicate.as_sql().to_owned()), Ok(text.to_owned()));
    }

    #[test]
    fn says_where_why_and_what_was_meant() {
        let error = |text: &str| Predicate::parse(text).unwrap_err().to_string();
        insta::assert_snapshot!(error("statu = 'ativo'"), @"condição, posição 1: não existe o indicador statu (você quis dizer status?)");
        insta::assert_snapshot!(error("abc = 'A' AND status = 'inativ'"), @"condição, posição 24: 'inativ' não é um valor de status (você quis dizer inativo?); os valores são novo, ativo, risco_de_perda, inativo, ex_cliente, sem_compra");
        insta::assert_snapshot!(error("status = 'ex-cliente'"), @"condição, posição 10: 'ex-cliente' não é um valor de status (você quis dizer ex_cliente?); os valores são novo, ativo, risco_de_perda, inativo, ex_cliente, sem_compra");
        insta::assert_snapshot!(error("revenue_12m_cents > 'muito'"), @"condição, posição 21: revenue_12m_cents é um número, e 'muito' é um texto: não se comparam");
        insta::assert_snapshot!(error("last_purchase_on > '31/12/2026'"), @"condição, posição 20: '31/12/2026' não é uma data: escreva '2026-11-30'");
        insta::assert_snapshot!(error("last_purchase_on > 20261231"), @"condição, posição 20: last_purchase_on é uma data, e 20261231 é um número: não se comparam");
        insta::assert_snapshot!(error("revenue_12m_cents"), @"condição, posição 1: isto não é uma condição: compare com algo, como abc = 'A'");
        insta::assert_snapshot!(error("abc = \"A\""), @"condição, posição 7: escreva textos entre aspas simples: 'A'");
        insta::assert_snapshot!(error("abc = 'A"), @"condição, posição 7: falta fechar as aspas");
        insta::assert_snapshot!(error("abc ="), @"condição, no fim: falta o resto da condição");
        insta::assert_snapshot!(error("abc = 'A' abc"), @"condição, posição 11: não se espera abc aqui");
        insta::assert_snapshot!(error(""), @"condição, posição 1: está vazia: escreva algo como abc = 'A'");
        insta::assert_snapshot!(error("real(10) > 1"), @"condição, posição 1: não existe a função real (você quis dizer reais?)");
        insta::assert_snapshot!(error("reais(1, 2) > 1"), @"condição, posição 1: reais espera um valor só, sem pontos entre os milhares e com ponto antes dos centavos: reais(1234567.89)");
        insta::assert_snapshot!(error("lower(name, city) = 'a'"), @"condição, posição 1: lower foi chamada com o número errado de argumentos");
        insta::assert_snapshot!(error("uf || 'x' = 'SPx'"), @"condição, posição 1: o operador || não é aceito em condições");
    }

    #[test]
    fn refuses_what_goes_too_deep() {
        let again = |part: &str, last: &str| part.repeat(90_000 / part.len()) + last;
        let deep = [
            again("uf = 'SP' AND ", "uf = 'SP'"),
            again("items_12m > 1 OR 1 + ", "1 > 0"),
            again("1 + ", "1 > 0"),
            format!("uf{}", again(" IS NULL", "")),
            format!("uf{} = 'SP'", again("::text", "")),
            again("NOT ", "uf = 'SP'"),
            again("- ", "1 > 0"),
            again("(", "uf = 'SP'"),
            again("x", "x"),
        ];
        for text in deep {
            let reason = Predicate::parse(&text).unwrap_err().reason;
            let known = ["operadores demais", "entender", "não existe o indicador"];
            assert!(known.iter().any(|known| reason.contains(known)), "{reason}");
        }
    }

    #[test]
    fn takes_as_many_values_as_are_named_and_as_many_conditions_as_anybody_writes() {
        let values: Vec<String> = (0..5_000).map(|number| format!("'v{number}'")).collect();
        assert!(Predicate::parse(&format!("owner IN ({})", values.join(", "))).is_ok());
        let conditions = vec!["uf = 'SP'"; 200].join(" OR ");
        assert!(Predicate::parse(&conditions).is_ok());
        assert!(Predicate::parse(&format!("name LIKE '%{}%'", "a".repeat(LONGEST))).is_err());
    }

    #[rstest]
    #[case("uf = 'SP'")]
    #[case("owner IN ('Ana', 'Bia') OR has_tag('vip') AND team IS NULL")]
    fn scopes_ask_about_what_people_decide(#[case] text: &str) {
        assert!(Predicate::parse_scope(text).is_ok());
    }

    #[test]
    fn scopes_ask_about_nothing_else() {
        let error = |text: &str| Predicate::parse_scope(text).unwrap_err().to_string();
        insta::assert_snapshot!(error("uf = 'SP' AND revenue_12m_cents > 0"), @"condição, posição 15: revenue_12m_cents não serve para dizer quem vê o quê; servem uf, owner, team, tags");
        insta::assert_snapshot!(error("coalesce(uf, city) = 'SP'"), @"condição, posição 14: city não serve para dizer quem vê o quê; servem uf, owner, team, tags");
        insta::assert_snapshot!(error("estado = 'SP'"), @"condição, posição 1: não existe o indicador estado");
    }

    #[rstest]
    #[case("abc IN (SELECT 'A')")]
    #[case("EXISTS (SELECT 1)")]
    #[case("sum(revenue_12m_cents) > 1")]
    #[case("row_number() OVER () > 1")]
    #[case("(SELECT 1) = 1")]
    #[case("CASE WHEN abc = 'A' THEN true ELSE false END")]
    #[case("CAST(abc AS INT) = 1")]
    #[case("panel.abc = 'A'")]
    #[case("abc = 'A'; DROP TABLE panel")]
    #[case("abc = 'A' AS x")]
    #[case("revenue_12m_cents = $1")]
    #[case("lower(DISTINCT name) = 'a'")]
    #[case("ranked_total_cents > 1")]
    #[case("gross_revenue_total_cents > 1")]
    #[case("1")]
    fn refuses_what_is_no_predicate(#[case] text: &str) {
        assert!(Predicate::parse(text).is_err());
    }
}

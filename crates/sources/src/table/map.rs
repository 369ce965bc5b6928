//! What a person says about a table that cannot be guessed, in a TOML file.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use domain::record::TableError;
use domain::text::printable;
use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

use super::Table;
use super::cells::{DateOrder, DecimalStyle};
use super::field::{Field, Kind};
use super::map_faults::{at_line, explain};
use super::text::Separator;

/// How to read a table. Only `kind` and `columns` are needed; what else is absent is found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// What the table is about.
    pub kind: Kind,
    /// The source of its rows (`tabela` where absent).
    #[serde(default)]
    pub source: Option<String>,
    /// The sheet of a workbook; every sheet that has the columns, where absent.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The header's line, or `"none"`.
    #[serde(default)]
    pub header: Option<HeaderAt>,
    /// The separator: a character, `tab` or `spaces`.
    #[serde(default)]
    pub separator: Option<String>,
    /// The text's encoding, by its name (`utf-8`, `windows-1252`).
    #[serde(default)]
    pub encoding: Option<String>,
    /// In which order dates are written.
    #[serde(default)]
    pub dates: Option<DateOrder>,
    /// What separates cents.
    #[serde(default)]
    pub decimals: Option<DecimalStyle>,
    /// Which column each field is, by header or by position from 1.
    pub columns: BTreeMap<String, Place>,
}

/// Where a header is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum HeaderAt {
    /// In this line, from 1.
    Line(u64),
    /// `none`: nowhere.
    Word(String),
}

/// Where a field is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// The column of this position, from 1.
    Position(usize),
    /// The column of this header.
    Name(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Position(position) => write!(f, "{position}"),
            Self::Name(name) => write!(f, "{name:?}"),
        }
    }
}

impl Map {
    /// Reads a map.
    ///
    /// # Errors
    /// Not TOML, an unknown key, a field, separator, encoding or place that does not exist.
    pub fn from_toml(text: &str) -> Result<Self, TableError> {
        let fault = |detail: String| TableError::Map { detail };
        let map: Self = toml::from_str(text).map_err(|error| fault(explain(text, &error)))?;
        let placed = |error: TableError, key: Option<&str>| match (error, key) {
            (TableError::Map { detail }, Some(key)) => fault(at_line(text, key, &detail)),
            (error, _) => error,
        };
        map.places().map_err(|error| {
            let said = error.to_string();
            placed(error, map.columns.keys().map(String::as_str).find(|key| said.contains(*key)))
        })?;
        map.text_separator().map_err(|error| placed(error, Some("separator")))?;
        map.text_encoding().map_err(|error| placed(error, Some("encoding")))?;
        match &map.header {
            Some(HeaderAt::Word(word)) if word != "none" => {
                let detail = format!("header = {word:?}: escreva o número da linha do cabeçalho, ou \"none\"");
                Err(fault(at_line(text, "header", &detail)))
            }
            _ => Ok(map),
        }
    }

    /// The map by which a table was read, to be corrected by hand.
    pub fn from_guess(table: &Table) -> Self {
        let place = |position: usize| match table.columns.get(position) {
            Some(column) if table.header_line.is_some() && !column.header.is_empty() => {
                let repeated = table.columns.iter().filter(|other| other.header == column.header).count() > 1;
                if repeated { Place::Position(position + 1) } else { Place::Name(column.header.clone()) }
            }
            _ => Place::Position(position + 1),
        };
        let columns = table.columns.iter().enumerate();
        let columns =
            columns.filter_map(|(at, column)| column.field.map(|field| (field.as_str().to_owned(), place(at))));
        Self {
            kind: table.kind,
            source: Some(table.source.to_string()),
            sheet: table.sheet.clone(),
            header: Some(table.header_line.map_or_else(|| HeaderAt::Word("none".to_owned()), HeaderAt::Line)),
            separator: table.separator.map(Separator::as_text),
            encoding: table.encoding.map(str::to_owned),
            dates: Some(table.dates),
            decimals: Some(table.decimals),
            columns: columns.collect(),
        }
    }

    /// The map as a file for people, with what each line means and which fields there are.
    pub fn to_toml(&self) -> String {
        let mut text = String::from(
            "# Como o Carteira deve ler esta tabela. Corrija o que estiver errado e importe com este mapa.\n\n",
        );
        let mut line = |comment: &str, key: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(text, "# {comment}\n{key} = {value}\n");
            }
        };
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let header = self.header.as_ref().map(|at| match at {
            HeaderAt::Line(line) => line.to_string(),
            HeaderAt::Word(word) => quoted(word),
        });
        line(
            "Do que a tabela trata: customers, sales, receivables, products ou sellers.",
            "kind",
            Some(quoted(self.kind.as_str())),
        );
        line("De onde vêm os dados: o nome do ERP, ou tabela.", "source", self.source.as_deref().map(quoted));
        line("A aba da planilha.", "sheet", self.sheet.as_deref().map(quoted));
        line("A linha do cabeçalho, a partir de 1, ou \"none\" se não há cabeçalho.", "header", header);
        line(
            "O separador das colunas: um caractere, \"tab\" ou \"spaces\".",
            "separator",
            self.separator.as_deref().map(quoted),
        );
        line("A codificação do texto, como utf-8 ou windows-1252.", "encoding", self.encoding.as_deref().map(quoted));
        let dates = self.dates.map(|order| match order {
            DateOrder::DayFirst => quoted("day_first"),
            DateOrder::MonthFirst => quoted("month_first"),
        });
        line("A ordem das datas: day_first (31/12/2026) ou month_first (12/31/2026).", "dates", dates);
        let decimals = self.decimals.map(|style| match style {
            DecimalStyle::Comma => quoted("comma"),
            DecimalStyle::Point => quoted("point"),
        });
        line("A forma dos valores: comma (1.234,56) ou point (1,234.56).", "decimals", decimals);
        text.push_str(
            "# Qual coluna é o quê: o nome no cabeçalho, entre aspas, ou a posição, a partir de 1.\n[columns]\n",
        );
        for &field in self.kind.fields() {
            let name = quoted(field.as_str());
            let _ = match self.columns.get(field.as_str()) {
                Some(Place::Position(position)) => writeln!(text, "{name} = {position}  # {}", field.label()),
                Some(Place::Name(header)) => writeln!(text, "{name} = {}  # {}", quoted(header), field.label()),
                None => writeln!(text, "# {name} = \"\"  # {}", field.label()),
            };
        }
        text
    }

    /// The map of a table as a file, and below it the table's columns with their first values.
    pub fn file_of(table: &Table) -> String {
        let mut text = Self::from_guess(table).to_toml();
        text.push_str("\n# As colunas do arquivo, com os primeiros valores:\n");
        for (at, column) in table.columns.iter().enumerate().take(500) {
            let samples = column.samples.join(" | ");
            let _ = writeln!(text, "# {}: {:?} ({})", at + 1, printable(&column.header), printable(&samples));
        }
        text
    }

    /// The fields and their places.
    pub(super) fn places(&self) -> Result<Vec<(Field, &Place)>, TableError> {
        let place = |(name, place): (&String, &'_ Place)| {
            let fault = |detail: String| TableError::Map { detail };
            let field = Field::named(name).filter(|field| self.kind.fields().contains(field));
            let known = || self.kind.fields().iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ");
            let field = field.ok_or_else(|| {
                fault(format!("{name:?} não é um campo de {}; os campos são: {}", self.kind.label(), known()))
            })?;
            match place {
                Place::Position(0) => Err(fault(format!("{name}: as colunas contam a partir de 1"))),
                _ => Ok(field),
            }
        };
        self.columns.iter().map(|(name, at)| place((name, at)).map(|field| (field, at))).collect()
    }

    /// The headers that the map names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.values().filter_map(|place| match place {
            Place::Name(name) => Some(name.as_str()),
            Place::Position(_) => None,
        })
    }

    pub(super) fn text_separator(&self) -> Result<Option<Separator>, TableError> {
        let Some(written) = &self.separator else { return Ok(None) };
        Separator::from_text(written).map(Some).ok_or_else(|| TableError::Map {
            detail: format!("separator = {written:?}: escreva um caractere como ; ou tab, ou spaces"),
        })
    }

    pub(super) fn text_encoding(&self) -> Result<Option<&'static Encoding>, TableError> {
        let Some(written) = &self.encoding else { return Ok(None) };
        Encoding::for_label(written.as_bytes()).map(Some).ok_or_else(|| TableError::Map {
            detail: format!("encoding = {written:?} não é uma codificação: escreva utf-8 ou windows-1252"),
        })
    }
}

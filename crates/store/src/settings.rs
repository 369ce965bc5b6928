//! `carteira.toml`: whose portfolio it is, where its data lies, and every threshold.

use std::path::{Path, PathBuf};

use domain::{Cnpj, CnpjRoot};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;

/// The settings of a workspace. What other crates decide by (`[nfe]`, `[status]`, ...) is theirs to
/// read, from [`Settings::section`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The company's name, shown above its portfolio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The company's CNPJs; of each root all establishments are ours.
    pub companies: Vec<String>,
    /// The database: `sqlite://...` or `postgres://...`; by default a SQLite file beside the settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// The lake: a folder or `s3://...`; by default the folder `lake` beside the settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lake: Option<String>,
    /// Sections by name.
    #[serde(flatten)]
    pub sections: toml::Table,
}

impl Settings {
    /// The settings of a new workspace.
    pub fn new(companies: &[Cnpj]) -> Self {
        Self {
            name: None,
            companies: companies.iter().map(Cnpj::to_string).collect(),
            database: None,
            lake: None,
            sections: toml::Table::new(),
        }
    }

    /// Reads a settings file.
    ///
    /// # Errors
    /// No such file, not TOML, or a CNPJ that is none.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                StoreError::NoWorkspace { path: path.parent().map_or_else(PathBuf::new, Path::to_owned) }
            }
            std::io::ErrorKind::InvalidData => Self::error(path, "não é um texto em UTF-8".to_owned()),
            _ => StoreError::io(path, error),
        })?;
        let settings: Self =
            toml::from_str(&text).map_err(|error| Self::error(path, in_portuguese(&error, Some(&text))))?;
        settings.roots(path)?;
        Ok(settings)
    }

    /// Writes the settings, with a word on what can be added.
    pub(crate) fn write(&self, path: &Path) -> Result<(), StoreError> {
        let values = toml::to_string(self).map_err(|error| Self::error(path, error.to_string()))?;
        let text = format!(
            "# Configuração deste workspace do Carteira. O manual diz o que mais pode ser ajustado aqui:\n\
             # docs/manual/configuracao.md\n\n{values}"
        );
        std::fs::write(path, text).map_err(|error| StoreError::io(path, error))
    }

    /// The roots of the company's CNPJs.
    ///
    /// # Errors
    /// One of them is no CNPJ.
    pub fn roots(&self, path: &Path) -> Result<Vec<CnpjRoot>, StoreError> {
        let root = |company: &String| {
            company.parse::<Cnpj>().map(|cnpj| cnpj.root()).map_err(|error| Self::error(path, error.to_string()))
        };
        let mut roots = self.companies.iter().map(root).collect::<Result<Vec<_>, _>>()?;
        if roots.is_empty() {
            return Err(Self::error(path, "falta `companies`: a lista de CNPJs da empresa".to_owned()));
        }
        roots.sort();
        roots.dedup();
        Ok(roots)
    }

    /// A section with what is saved over it, or its defaults where neither has anything.
    ///
    /// # Errors
    /// A key the section does not have, or a value of another type.
    pub fn section<T: for<'de> Deserialize<'de> + Default>(
        &self,
        name: &str,
        saved: Option<&toml::Table>,
        path: &Path,
    ) -> Result<T, StoreError> {
        let mut section = self.sections.get(name).cloned();
        if let Some(saved) = saved {
            let written = section.get_or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let Some(written) = written.as_table_mut() {
                written.extend(saved.clone());
            }
        }
        let Some(section) = section else { return Ok(T::default()) };
        section.try_into().map_err(|error| Self::error(path, format!("[{name}]: {}", in_portuguese(&error, None))))
    }

    fn error(path: &Path, detail: String) -> StoreError {
        StoreError::Settings { path: path.to_owned(), detail }
    }
}

/// What is wrong with settings, in the reader's language: the parser speaks English, in a few set forms.
fn in_portuguese(error: &toml::de::Error, text: Option<&str>) -> String {
    let place = match (error.span(), text) {
        (Some(span), Some(text)) => {
            let before = text.as_bytes().get(..span.start).unwrap_or_default();
            format!("linha {}: ", before.iter().filter(|byte| **byte == b'\n').count() + 1)
        }
        _ => {
            let shown = error.to_string();
            let key = shown.lines().find_map(|line| line.strip_prefix("in `")?.strip_suffix('`'));
            key.map(|key| format!("{key}: ")).unwrap_or_default()
        }
    };
    let message = error.message();
    let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let said = if let Some(field) = what.strip_prefix("unknown field ") {
        let known = expected.trim_start_matches("one of ").replace(" or ", ", ").replace('`', "");
        format!("não existe o ajuste {}; existem {known}", field.replace('`', ""))
    } else if let Some(field) = what.strip_prefix("missing field ") {
        format!("falta o ajuste {}", field.replace('`', ""))
    } else if let Some(found) = what.strip_prefix("invalid type: ").or(what.strip_prefix("invalid value: ")) {
        // `string "oitenta"`, `floating point `1.5``: the value is what is quoted.
        let value = found.find(['`', '"']).map_or(found, |from| &found[from..]).replace('`', "");
        format!("{value} não serve; esperava-se {}", kind_of_value(expected))
    } else {
        format!("não está escrito como TOML ({message})")
    };
    format!("{place}{said}")
}

fn kind_of_value(expected: &str) -> &str {
    match expected {
        "u8" => "um número inteiro de 0 a 255",
        "u16" => "um número inteiro de 0 a 65535",
        "f64" => "um número",
        "a boolean" => "true ou false",
        "a string" => "um texto entre aspas",
        "a sequence" => "uma lista entre colchetes",
        "any value" => "outro valor",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("companies = [\"11222333000181\"", "linha 1: não está escrito como TOML (unclosed array, expected `]`)")]
    #[case("name = \"A\"", "linha 1: falta o ajuste companies")]
    #[case("name = 3\ncompanies = []", "linha 1: 3 não serve; esperava-se um texto entre aspas")]
    #[case("companies = 3", "linha 1: 3 não serve; esperava-se uma lista entre colchetes")]
    fn what_is_wrong_is_said_in_portuguese(#[case] text: &str, #[case] said: &str) {
        let error = toml::from_str::<Settings>(text).unwrap_err();
        assert_eq!(in_portuguese(&error, Some(text)), said);
    }
}

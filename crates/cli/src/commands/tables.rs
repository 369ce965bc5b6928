//! How spreadsheets are to be read, and how they were understood.

use std::path::{Path, PathBuf};

use export::text;
use intake::TableReport;
use sources::table::{Kind, Map, Options, Reader, is_source_name};

use super::Failure;
use crate::arguments::{Import, TableKind};
use crate::clock;
use crate::output::{line, say, table};

/// How an import reads its tables.
pub fn options(arguments: &Import) -> Result<Options, Failure> {
    let map = arguments.map.as_deref().map(read_map).transpose()?;
    if let Some(name) = arguments.source.as_ref().filter(|name| !is_source_name(name)) {
        return Err(Failure::Source { name: name.clone() });
    }
    let kind = match arguments.kind {
        TableKind::Auto => None,
        TableKind::Customers => Some(Kind::Customers),
        TableKind::Sales => Some(Kind::Sales),
        TableKind::Receivables => Some(Kind::Receivables),
        TableKind::Products => Some(Kind::Products),
        TableKind::Sellers => Some(Kind::Sellers),
    };
    Ok(Options { kind, source: arguments.source.clone(), map, today: clock::today() })
}

fn read_map(path: &Path) -> Result<Map, Failure> {
    let fault = |detail: String| Failure::Map { path: path.to_owned(), detail };
    let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => fault("o mapa não existe".to_owned()),
        _ => fault(format!("o mapa não pôde ser lido ({error})")),
    })?;
    Map::from_toml(&text).map_err(|error| fault(error.to_string()))
}

/// What a map can be drafted from where a table was not understood.
pub struct Draft {
    /// How tables were to be read.
    pub options: Options,
    /// The files given.
    pub paths: Vec<PathBuf>,
}

impl Draft {
    /// What was understood of the one file given, as a map to be completed.
    fn map(&self) -> Option<String> {
        let [path] = self.paths.as_slice() else { return None };
        let bytes = std::fs::read(path).ok()?;
        Reader::new(self.options.clone()).draft(&bytes).ok()
    }
}

/// Writes the map by which the one table of an import was read, or by which it could be.
pub fn write_map(path: &Path, tables: &[TableReport], draft: &Draft) -> Result<(), Failure> {
    let map = match tables {
        [table] => Some(table.map.clone()),
        [] => draft.map(),
        _ => None,
    };
    if path.exists() {
        let detail = "já existe, e pode ter sido corrigido por alguém: escolha outro nome".to_owned();
        return Err(Failure::Map { path: path.to_owned(), detail });
    }
    let Some(map) = map else { return Err(Failure::Maps { tables: tables.len() }) };
    std::fs::write(path, &map).map_err(|error| Failure::Map {
        path: path.to_owned(),
        detail: format!("o mapa não pôde ser gravado ({error})"),
    })?;
    say(&format!("Mapa gravado em {}: corrija-o e importe com --map.", path.display()));
    Ok(())
}

/// Shows how tables were understood: columns, first rows, counts.
pub fn show(tables: &[TableReport]) -> Result<(), Failure> {
    for found in tables {
        let sheet = found.sheet.as_ref().map(|sheet| format!(", aba {sheet}")).unwrap_or_default();
        let layout = found.layout.as_ref().map(|layout| format!(" ({layout})")).unwrap_or_default();
        let kind = Kind::named(&found.kind).map_or(found.kind.as_str(), |kind| kind.label());
        line(&domain::text::printable(&format!("{}{sheet}: {kind}, fonte {}{layout}", found.file, found.source)))?;
        let columns = found.columns.iter().map(|column| {
            let field = column.field.clone().unwrap_or_else(|| "(não usada)".to_owned());
            vec![column.header.clone(), field, column.samples.join(" · ")]
        });
        table(&["coluna", "entendida como", "exemplos"], &[], columns)?;
        for row in &found.first_rows {
            let row: Vec<String> = row.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            line(&domain::text::printable(&format!("  {}", row.join("; "))))?;
        }
        line(&format!(
            "{}, {}, {}\n",
            text::counted(found.rows, "linha entendida", "linhas entendidas"),
            text::counted(found.ignored, "ignorada", "ignoradas"),
            text::counted(found.rejects, "recusada", "recusadas")
        ))?;
    }
    Ok(())
}

//! The open format: `content.xml` of ODS, read as it streams by. A cell or row may say that it stands
//! there a million times; only so many are believed.

use std::io::{BufReader, Cursor, Read};

use calamine::DataRef;
use domain::record::{RejectCause, TableError};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{MAX_BYTES, Sheet, corrupt};

/// Repeated rows and cells that hold something: beyond this they are a decoration.
const MAX_REPEATS: u32 = 1_000;

/// Text of a cell beyond which no more is gathered; so long a text is refused anyway.
const MAX_TEXT: usize = 1 << 20;

/// Where in a sheet the reader is.
#[derive(Default)]
struct Place {
    row: u32,
    column: u32,
    row_repeats: u32,
    cell: Option<OpenCell>,
    /// Inside annotations, whose text is not the cell's.
    aside: u32,
}

/// The cell being read.
struct OpenCell {
    repeats: u32,
    value: DataRef<'static>,
    text: String,
}

pub(super) fn open(bytes: &[u8]) -> Result<Vec<Sheet>, RejectCause> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| corrupt("o arquivo está cortado"))?;
    if let Ok(manifest) = zip.by_name("META-INF/manifest.xml") {
        let mut text = String::new();
        let _ = manifest.take(1 << 20).read_to_string(&mut text);
        if text.contains("encryption-data") {
            return Err(TableError::EncryptedWorkbook.into());
        }
    }
    let content = zip.by_name("content.xml").map_err(|_| corrupt("falta o conteúdo"))?;
    let mut reader = Reader::from_reader(BufReader::new(content.take(MAX_BYTES)));
    reader.config_mut().expand_empty_elements = true;
    let (mut sheets, mut place, mut buffer) = (Vec::<Sheet>::new(), Place::default(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| corrupt("XML malformado"))? {
            Event::Start(element) => match element.local_name().as_ref() {
                "table" => {
                    sheets.push(Sheet::new(attribute(&element, "name").unwrap_or_default()));
                    place = Place::default();
                }
                other => place.open(other, &element),
            },
            Event::Text(text) if place.aside == 0 => {
                if let Some(cell) = place.cell.as_mut().filter(|cell| cell.text.len() < MAX_TEXT) {
                    cell.text.push_str(&text);
                }
            }
            Event::GeneralRef(entity) if place.aside == 0 => place.push_entity(&entity),
            Event::End(element) => {
                let name = element.local_name();
                if let Some(sheet) = sheets.last_mut() {
                    place.close(name.as_ref(), sheet)?;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    sheets.iter_mut().try_for_each(Sheet::settle)?;
    Ok(sheets)
}

impl Place {
    fn open(&mut self, name: &str, element: &BytesStart<'_>) {
        let repeats = |name: &str| attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1_u32).max(1);
        match name {
            "table-row" => {
                self.column = 0;
                self.row_repeats = repeats("number-rows-repeated");
            }
            "table-cell" | "covered-table-cell" => {
                let value = value_of(element);
                self.cell = Some(OpenCell { repeats: repeats("number-columns-repeated"), value, text: String::new() });
            }
            "annotation" => self.aside += 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str, sheet: &mut Sheet) -> Result<(), TableError> {
        match name {
            "annotation" => self.aside = self.aside.saturating_sub(1),
            "p" => self.cell.iter_mut().for_each(|cell| cell.text.push('\n')),
            "table-row" => self.row = self.row.saturating_add(self.row_repeats),
            "table-cell" | "covered-table-cell" => {
                let Some(OpenCell { repeats, value, text }) = self.cell.take() else { return Ok(()) };
                let value = match value {
                    DataRef::Empty => DataRef::String(text.trim().to_owned()),
                    other => other,
                };
                if !matches!(&value, DataRef::String(text) if text.is_empty()) {
                    for row in 0..self.row_repeats.min(MAX_REPEATS) {
                        for column in 0..repeats.min(MAX_REPEATS) {
                            sheet.push(self.row.saturating_add(row), self.column.saturating_add(column), &value)?;
                        }
                    }
                }
                self.column = self.column.saturating_add(repeats);
            }
            _ => {}
        }
        Ok(())
    }

    /// The character that an entity stands for.
    fn push_entity(&mut self, entity: &quick_xml::events::BytesRef<'_>) {
        let Some(cell) = &mut self.cell else { return };
        match entity.resolve_char_ref() {
            Ok(Some(character)) => cell.text.push(character),
            _ => cell.text.push_str(quick_xml::escape::resolve_predefined_entity(entity).unwrap_or("")),
        }
    }
}

/// The typed value of a cell, as its attributes give it; a text stands in its paragraphs.
fn value_of(element: &BytesStart<'_>) -> DataRef<'static> {
    let number = || attribute(element, "value").and_then(|text| text.parse().ok()).map(DataRef::Float);
    let kind = attribute(element, "value-type").unwrap_or_default();
    let value = match kind.as_str() {
        "float" | "currency" | "percentage" => number(),
        "date" => attribute(element, "date-value").map(DataRef::DateTimeIso),
        "boolean" => attribute(element, "boolean-value").map(|text| DataRef::Bool(text == "true")),
        _ => None,
    };
    value.unwrap_or_default()
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut values = attributes.with_checks(false).flatten();
    values
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| quick_xml::escape::unescape(&attribute.value).ok().map(|text| text.into_owned()))
}

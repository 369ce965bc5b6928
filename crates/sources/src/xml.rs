//! A cursor over an XML document: open a child, read it or skip it, and so on to the parent's end.
//!
//! Names are local names: namespaces and prefixes of fiscal documents vary, their meaning does not.
//! A document type definition is refused, so that no entity can be made to expand.

use std::borrow::Cow;
use std::cell::Cell;

use domain::record::{Reject, RejectCause};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Nobody's documents are nested deeper; a hostile file's may be.
const MAX_DEPTH: usize = 64;

/// How much of a name or value a message quotes.
const QUOTED: usize = 60;

/// Where a document is being read.
pub(crate) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Local names of the elements open at the cursor.
    open: Vec<&'a str>,
    /// How far lines were counted, and how many there were: positions only grow.
    counted: Cell<(usize, u64)>,
}

/// An element just opened.
pub(crate) struct Element<'a> {
    /// Its local name.
    pub name: &'a str,
    start: BytesStart<'a>,
}

/// Why reading stopped.
#[derive(Debug)]
pub(crate) enum XmlError {
    /// The document is not well-formed: nothing more can be read.
    Syntax(Box<Reject>),
    /// A value is not what it should be: the cursor stands inside the element, and
    /// [`Xml::close_to`] leaves it.
    Value(Box<Reject>),
}

pub(crate) type XmlResult<T> = Result<T, XmlError>;

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_reader(text.as_bytes());
        reader.config_mut().expand_empty_elements = true;
        Self { text, reader, open: Vec::with_capacity(16), counted: Cell::new((0, 1)) }
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Opens the next child of the innermost open element; `None` once that element has ended, which
    /// closes it. At the top, `None` is the end of the document.
    pub fn child(&mut self) -> XmlResult<Option<Element<'a>>> {
        loop {
            match self.event()? {
                Event::Start(start) => return self.opened(start).map(Some),
                Event::End(_) => {
                    self.open.pop();
                    return Ok(None);
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Opens the next element wherever it is: deeper, beside, or further up. `None` at the end of
    /// the document.
    pub fn next_anywhere(&mut self) -> XmlResult<Option<Element<'a>>> {
        loop {
            match self.event()? {
                Event::Start(start) => return self.opened(start).map(Some),
                Event::End(_) => {
                    self.open.pop();
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The text of the element just opened, trimmed, through its end; its children's text is left out.
    pub fn text(&mut self) -> XmlResult<Cow<'a, str>> {
        let depth = self.depth();
        let mut text = Cow::Borrowed("");
        loop {
            match self.event()? {
                Event::Text(part) if self.depth() == depth => append(&mut text, part.into_inner()),
                Event::CData(part) if self.depth() == depth => append(&mut text, part.into_inner()),
                Event::GeneralRef(reference) if self.depth() == depth => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(character)) => character.to_string(),
                        _ => match quick_xml::escape::resolve_predefined_entity(&reference) {
                            Some(predefined) => predefined.to_owned(),
                            None => {
                                let name: String = reference.chars().take(QUOTED).collect();
                                return Err(self.syntax(format!("entidade desconhecida &{name};")));
                            }
                        },
                    };
                    append(&mut text, Cow::Owned(resolved));
                }
                Event::Start(start) => {
                    self.opened(start)?;
                }
                Event::End(_) => {
                    self.open.pop();
                    if self.depth() < depth {
                        return Ok(trimmed(text));
                    }
                }
                Event::Eof => return Err(self.syntax("o arquivo acaba no meio".to_owned())),
                _ => {}
            }
        }
    }

    /// Leaves the element just opened.
    pub fn skip(&mut self) -> XmlResult<()> {
        self.close_to(self.depth() - 1)
    }

    /// Leaves elements until `depth` of them are open.
    pub fn close_to(&mut self, depth: usize) -> XmlResult<()> {
        while self.depth() > depth {
            match self.event()? {
                Event::Start(start) => {
                    self.opened(start)?;
                }
                Event::End(_) => {
                    self.open.pop();
                }
                Event::Eof => return Err(self.syntax("o arquivo acaba no meio".to_owned())),
                _ => {}
            }
        }
        Ok(())
    }

    /// The text of the element just opened, read by a type of the domain.
    pub fn parse<T>(&mut self, read: impl FnOnce(&str) -> Result<T, RejectCause>) -> XmlResult<T> {
        let name = self.open.last().copied();
        let text = self.text()?;
        read(&text).map_err(|cause| {
            let path = path(self.open.iter().copied().chain(name));
            self.reject(Some(path), Some(text.chars().take(QUOTED).collect()), cause)
        })
    }

    /// A child that must be there and is not, below the innermost open element.
    pub fn missing(&self, name: &str) -> XmlError {
        self.reject(Some(format!("{}/{name}", self.path())), None, RejectCause::Missing)
    }

    /// More children of a kind than any document has, in the innermost open element.
    pub fn too_many(&self, what: &'static str, limit: usize) -> XmlError {
        self.reject(Some(self.path()), None, RejectCause::TooMany { what, limit })
    }

    /// The name of the element that holds the one just opened.
    pub fn parent(&self) -> &'a str {
        self.open.len().checked_sub(2).map_or("", |parent| self.open[parent])
    }

    /// Whether the element just opened lies within one of this name, at any depth.
    pub fn is_inside(&self, name: &str) -> bool {
        self.open.iter().rev().skip(1).any(|open| *open == name)
    }

    /// The open elements, outermost first.
    pub fn path(&self) -> String {
        path(self.open.iter().copied())
    }

    fn reject(&self, path: Option<String>, value: Option<String>, cause: RejectCause) -> XmlError {
        XmlError::Value(Box::new(Reject { record: None, line: Some(self.line()), path, value, cause }))
    }

    fn opened(&mut self, start: BytesStart<'a>) -> XmlResult<Element<'a>> {
        if self.depth() >= MAX_DEPTH {
            return Err(self.syntax(format!("mais de {MAX_DEPTH} níveis")));
        }
        let name = self.local_name(&start);
        self.open.push(name);
        Ok(Element { name, start })
    }

    /// The element's local name as a slice of the document, where it stands and which outlives the
    /// event.
    fn local_name(&self, start: &BytesStart<'a>) -> &'a str {
        let name = start.local_name();
        let name: &str = name.as_ref();
        let offset = (name.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        self.text.get(offset..offset.wrapping_add(name.len())).unwrap_or("")
    }

    fn event(&mut self) -> XmlResult<Event<'a>> {
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(self.unreadable(RejectCause::DocumentType)),
            Ok(Event::Eof) if !self.open.is_empty() => Err(self.syntax("o arquivo acaba no meio".to_owned())),
            Ok(Event::Text(text)) if self.open.is_empty() && !is_padding(&text) => Err(self.outside()),
            Ok(Event::CData(_) | Event::GeneralRef(_)) if self.open.is_empty() => Err(self.outside()),
            Ok(event) => Ok(event),
            Err(error) => Err(self.syntax(in_portuguese(&error))),
        }
    }

    fn outside(&self) -> XmlError {
        self.syntax("há texto antes ou depois do documento".to_owned())
    }

    fn syntax(&self, detail: String) -> XmlError {
        self.unreadable(RejectCause::Malformed { detail })
    }

    fn unreadable(&self, cause: RejectCause) -> XmlError {
        let path = (!self.open.is_empty()).then(|| self.path());
        XmlError::Syntax(Box::new(Reject { record: None, line: Some(self.line()), path, value: None, cause }))
    }

    /// The line the cursor stands on, from 1.
    pub fn line(&self) -> u64 {
        let position = (self.reader.buffer_position() as usize).min(self.text.len());
        let (from, lines) = self.counted.get();
        let more = self.text.as_bytes().get(from..position).unwrap_or_default();
        let lines = lines + memchr::memchr_iter(b'\n', more).count() as u64;
        self.counted.set((position.max(from), lines));
        lines
    }
}

impl Element<'_> {
    /// The value of an attribute without entities to resolve, by its local name; of several the first.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            // Whether one is there twice would take the square of their number to find out.
            .with_checks(false)
            .flatten()
            .find(|attribute| AsRef::<str>::as_ref(&attribute.key.local_name()) == name)
            .map(|attribute| attribute.value.trim().to_owned())
    }
}

/// White space, or what disks and old systems fill a file's last block with.
fn is_padding(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\0' | '\u{1a}' | '\u{feff}'))
}

/// Elements, outermost first, as a path.
fn path<'a>(elements: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = elements.map(|name| name.chars().take(QUOTED).collect()).collect();
    names.join("/")
}

/// What is wrong with the markup, in the reader's language.
fn in_portuguese(error: &quick_xml::Error) -> String {
    use quick_xml::errors::IllFormedError;
    let quoted = |name: &str| -> String { name.chars().take(QUOTED).collect() };
    match error {
        quick_xml::Error::Syntax(_) => "uma marca não foi fechada".to_owned(),
        quick_xml::Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("esperava-se </{}> e veio </{}>", quoted(expected), quoted(found))
        }
        quick_xml::Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
            format!("</{}> fecha o que não foi aberto", quoted(name))
        }
        quick_xml::Error::IllFormed(IllFormedError::MissingEndTag(name)) => {
            format!("falta fechar <{}>", quoted(name))
        }
        _ => "não é XML bem formado".to_owned(),
    }
}

fn append<'a>(text: &mut Cow<'a, str>, part: Cow<'a, str>) {
    if text.is_empty() {
        *text = part;
    } else {
        text.to_mut().push_str(&part);
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

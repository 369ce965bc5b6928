//! Notes of services: NFS-e nacional (ADN) with its events, and the older municipal ABRASF, layouts 1
//! and 2, alone or in lists.
//!
//! [`crate::nfe::Reader`] finds them in whatever file they stand in. Revenue is the price of the service
//! less the unconditional discount; what the customer owes is the net amount, after taxes withheld
//! (`vLiq`, `ValorLiquidoNfse`). A service note never says when that is due: [`TERM_DAYS`] after it is
//! issued is assumed.
//!
//! Not read: the cities' own layouts (São Paulo's `RetornoConsulta` and its like). A note that a city
//! wrote in ABRASF and also sent to the national environment has two keys, and is two notes.

mod events;
mod interpret;
mod parties;
mod raw;

use domain::ServiceKey;

use crate::nfe::events::code;
use crate::xml::{Element, Xml, XmlResult};
use events::{RawCancellation, RawServiceEvent, read_cancellation, read_event};
use raw::{RawService, read_municipal, read_national};

/// Days from issue to the day a service note is assumed to be due, which none says.
pub const TERM_DAYS: i32 = 30;

/// The source under which parties without a valid tax id are known by notes of services.
const SOURCE: &str = "nfse";

/// What a file holds of services, each kind in the order found.
#[derive(Default)]
pub(crate) struct Contents<'a> {
    notes: Vec<RawService<'a>>,
    events: Vec<RawServiceEvent>,
    cancellations: Vec<RawCancellation>,
    /// What was only asked for: cancellations of municipal notes.
    requests: Vec<RawCancellation>,
    /// DPS and RPS, by their ids.
    provisional: Vec<String>,
    /// How many notes there were when the innermost `CompNfse` began.
    compound: usize,
}

impl<'a> Contents<'a> {
    /// Reads the element just opened if it is one of ours; `None` leaves it open, to look inside.
    pub fn read(&mut self, xml: &mut Xml<'a>, element: &Element<'a>) -> Option<XmlResult<()>> {
        let parent = xml.parent();
        Some(match (parent, element.name) {
            (_, "infNFSe") => read_national(xml, element).map(|note| self.notes.push(note)),
            (_, "InfNfse") => read_municipal(xml, element).map(|note| self.notes.push(note)),
            (_, "CompNfse" | "ComplNfse") => {
                self.compound = self.notes.len();
                return None;
            }
            ("CompNfse" | "ComplNfse", "NfseCancelamento" | "NfseSubstituicao") => {
                read_cancellation(xml).map(|cancellation| self.cancelled(cancellation, element.name))
            }
            (_, "NfseCancelamento") | ("CancelarNfseResposta" | "RetCancelamento", "Cancelamento") => {
                read_cancellation(xml).map(|cancellation| self.cancellations.push(cancellation))
            }
            (_, "InfPedidoCancelamento") => read_cancellation(xml).map(|request| self.requests.push(request)),
            ("pedRegEvento", "infPedReg") => read_event(xml).map(|event| self.events.push(event)),
            (_, "infDPS" | "InfRps" | "InfDeclaracaoPrestacaoServico") => {
                read_provisional(xml, element).map(|id| self.provisional.push(id))
            }
            _ => return None,
        })
    }

    /// A cancellation or replacement beside its note, or, where that could not be read, on its own.
    fn cancelled(&mut self, cancellation: RawCancellation, element: &str) {
        match self.notes.get_mut(self.compound..).and_then(<[_]>::last_mut) {
            Some(note) if !cancellation.is_refused => note.cancellation = Some(cancellation),
            None if element == "NfseCancelamento" => self.cancellations.push(cancellation),
            _ => {}
        }
    }
}

/// Whether an `infEvento` is one of a service note: what it registers lies in its `infPedReg`.
pub(crate) fn is_event(element: &Element<'_>) -> bool {
    element.attribute("Id").is_some_and(|id| id.starts_with("EVT"))
}

/// The name under which the record of an element is rejected.
pub(crate) fn record_name(element: &Element<'_>) -> Option<String> {
    let named = matches!(element.name, "infNFSe" | "InfNfse");
    let id = element.attribute("Id").filter(|id| named && !id.is_empty())?;
    Some(id.chars().take(60).collect())
}

/// Leaves a DPS or RPS, whose id or number is all one wants to know.
fn read_provisional<'a>(xml: &mut Xml<'a>, element: &Element<'a>) -> XmlResult<String> {
    let id: Option<String> = element.attribute("Id").map(|id| id.chars().take(60).collect());
    let mut number = String::new();
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(child) = xml.child()? else { continue };
        match child.name {
            "nDPS" => number = code(xml)?,
            "Numero" if number.is_empty() => number = code(xml)?,
            _ => {}
        }
    }
    let id = id.filter(|id| !id.is_empty()).unwrap_or(number);
    Ok(if id.is_empty() { "sem número".to_owned() } else { id })
}

/// A national key as elements have it, with or without its `NFS`.
fn national_key(written: &str) -> Result<ServiceKey, domain::note_key::ServiceKeyError> {
    written.strip_prefix("NFS").unwrap_or(written).parse()
}

//! Segments: predicates with a name, what they hold, and who entered and left between two dates.

use std::collections::BTreeMap;

use domain::Day;
use futures::future::BoxFuture;
use store::{SavedSegment, Workspace};

use crate::rows::value_at;
use crate::{Level, PanelError, Portfolio, Predicate, Query, Visible};

/// A segment that every workspace has from the start. A saved one of the same name stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StarterSegment {
    /// Its name.
    pub name: &'static str,
    /// Its predicate.
    pub predicate: &'static str,
    /// What it is for, in Portuguese.
    pub purpose: &'static str,
}

/// The segments of the start, in the order of their names.
pub static STARTERS: [StarterSegment; 8] = [
    StarterSegment {
        name: "cadastro incompleto da curva A",
        predicate: "abc = 'A' AND registration_completeness < 0.9",
        purpose: "os que mais valem e de quem falta algum dado além do contato, que nenhuma fonte traz: veja `registration_missing`",
    },
    StarterSegment {
        name: "curva A em risco de perda",
        predicate: "abc = 'A' AND status = 'risco_de_perda'",
        purpose: "os que mais valem e já passaram do tempo de comprar de novo",
    },
    StarterSegment {
        name: "dependentes de um item",
        predicate: "main_item_share_12m > 0.7",
        purpose: "mais de 70 % do que compram é um produto só",
    },
    StarterSegment {
        name: "em atraso e comprando",
        predicate: "overdue_cents > 0 AND days_since_purchase <= 90",
        purpose: "devem títulos vencidos e continuam comprando",
    },
    StarterSegment {
        name: "filiais paradas",
        predicate: "branches_silent > 0",
        purpose: "empresas que compram e têm filiais que pararam",
    },
    StarterSegment {
        name: "inativos que valiam",
        predicate: "status = 'inativo' AND abc_previous IN ('A', 'B')",
        purpose: "pararam de comprar e eram curva A ou B doze meses antes",
    },
    StarterSegment {
        name: "reativados",
        predicate: "reactivated_on IS NOT NULL",
        purpose: "voltaram a comprar há até 90 dias, depois de inativos ou ex-clientes",
    },
    StarterSegment {
        name: "sem compra",
        predicate: "status = 'sem_compra'",
        purpose: "cadastrados que ainda não compraram",
    },
];

/// A segment of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// Its predicate, as written.
    pub predicate: String,
    /// Whether it is one of the start, unchanged.
    pub is_starter: bool,
}

/// A customer that is on one side of two dates only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The customer's key.
    pub customer: String,
    /// Its name, by the date at which it is in the segment.
    pub name: Option<String>,
    /// Whether it entered; else it left.
    pub entered: bool,
}

/// The segments of a workspace, by name: those saved, and those of the start that none replaces.
///
/// # Errors
/// The database cannot be read.
pub async fn segments(workspace: &Workspace) -> Result<Vec<Segment>, PanelError> {
    let starters = STARTERS.iter().map(|starter| Segment {
        name: starter.name.to_owned(),
        predicate: starter.predicate.to_owned(),
        is_starter: true,
    });
    let saved = workspace.segments().await?.into_iter().map(|SavedSegment { name, predicate }| Segment {
        name,
        predicate,
        is_starter: false,
    });
    let by_name: BTreeMap<String, Segment> =
        starters.chain(saved).map(|segment| (segment.name.clone(), segment)).collect();
    Ok(by_name.into_values().collect())
}

/// The segment of a name, capitals and spaces around it aside.
///
/// # Errors
/// No such segment, or the database cannot be read.
pub async fn segment(workspace: &Workspace, name: &str) -> Result<Segment, PanelError> {
    let all = segments(workspace).await?;
    let wanted = name.trim().to_lowercase();
    match all.iter().find(|segment| segment.name.to_lowercase() == wanted) {
        Some(segment) => Ok(segment.clone()),
        None => {
            let starts_alike = |segment: &&Segment| {
                let known = segment.name.to_lowercase();
                known.contains(&wanted) || wanted.contains(&known)
            };
            let near = all.iter().filter(starts_alike).map(|segment| segment.name.clone()).collect();
            Err(PanelError::UnknownSegment { name: name.to_owned(), near })
        }
    }
}

impl Segment {
    /// What asks a panel for its customers, whether they have bought or not.
    ///
    /// # Errors
    /// The predicate no longer fits the catalogue.
    pub fn query(&self) -> Result<Query, PanelError> {
        let predicate = Some(Predicate::parse(&self.predicate)?);
        Ok(Query { predicate, with_prospects: true, ..Query::default() })
    }
}

impl Portfolio {
    /// How many customers a segment holds at a date.
    ///
    /// # Errors
    /// As [`Segment::query`]; the facts cannot be read.
    pub fn count<'a>(
        &'a self,
        segment: &'a Segment,
        level: Level,
        as_of: Day,
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<u64, PanelError>> {
        Box::pin(async move { Ok(self.members(segment, level, as_of, visible).await?.len() as u64) })
    }

    /// Who entered a segment and who left it from one date to another, by key.
    ///
    /// # Errors
    /// As [`Segment::query`]; the facts cannot be read.
    pub fn moves<'a>(
        &'a self,
        segment: &'a Segment,
        level: Level,
        (from, to): (Day, Day),
        visible: &'a Visible,
    ) -> BoxFuture<'a, Result<Vec<Move>, PanelError>> {
        Box::pin(async move {
            let before = self.members(segment, level, from, visible).await?;
            let after = self.members(segment, level, to, visible).await?;
            let side = |these: &BTreeMap<String, Option<String>>, those: &BTreeMap<String, Option<String>>, entered| {
                let only = these.iter().filter(|(customer, _)| !those.contains_key(*customer));
                let moved =
                    only.map(|(customer, name)| Move { customer: customer.clone(), name: name.clone(), entered });
                moved.collect::<Vec<_>>()
            };
            let mut moves = side(&after, &before, true);
            moves.extend(side(&before, &after, false));
            Ok(moves)
        })
    }

    /// The customers of a segment at a date with their names.
    async fn members(
        &self,
        segment: &Segment,
        level: Level,
        as_of: Day,
        visible: &Visible,
    ) -> Result<BTreeMap<String, Option<String>>, PanelError> {
        let query = Query { columns: vec!["name".to_owned()], ..segment.query()? };
        let rows = self.panel_for(level, as_of, &query).await?.list(&query, visible).await?;
        let text = |name: &str, row: usize| value_at(&rows, name, row).as_str().map(str::to_owned);
        Ok((0..rows.num_rows()).filter_map(|row| Some((text("customer", row)?, text("name", row)))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_names_every_starter_with_its_predicate() {
        let page = include_str!("../../../docs/manual/segmentacoes.md");
        for StarterSegment { name, predicate, purpose } in &STARTERS {
            assert!(page.contains(&format!("| {name} | `{predicate}` | {purpose} |")), "{name}");
        }
    }

    #[test]
    fn the_starters_are_predicates_in_order() {
        assert!(STARTERS.is_sorted_by_key(|starter| starter.name));
        for starter in &STARTERS {
            Predicate::parse(starter.predicate).unwrap_or_else(|error| panic!("{}: {error}", starter.name));
        }
    }
}

//! A workspace of a million customers as a company keeps it: with their names, places and sellers, a manager and
//! a seller who sign in, and fifty people at their pages.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::measure::measured;
use crate::place::Place;
use crate::sales::{Months, script, stamp};
use crate::served::{Person, Served, add_user};
use crate::workspace::Workspace;
use crate::{Outcome, peer, say};

/// Customers, and lines sold to them.
pub const CUSTOMERS: u64 = 1_000_000;
const LINES: u64 = 10_000_000;

/// People who ask, in turns.
const PEOPLE: usize = 50;

/// The logins of those who sign in.
pub const MANAGER: &str = "gestora";
pub const SELLER: &str = "vendedor";

/// The seller that one of them is; there are eight.
pub const SELLER_NAME: &str = "Vendedor 3";

/// One of so many customers is looked for.
const LOOKED_FOR: usize = 1_999;

/// The workspace, made when it was.
#[derive(Serialize, Deserialize)]
struct Made {
    program: String,
}

/// The workspace and the list of its customers.
pub struct Desk {
    /// The workspace.
    pub workspace: Workspace,
    list: PathBuf,
}

/// A customer as the list has it.
pub struct Listed {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The name of its brand.
    pub brand: String,
    /// Its CNPJ, without mask.
    pub tax_id: String,
    /// Its city.
    pub city: String,
}

/// Fifty people who are signed in, half of them as the manager and half as the seller.
pub struct People {
    everyone: Vec<Person>,
}

impl Desk {
    /// The workspace; one that this build left before is taken.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn of(place: &Place) -> Outcome<Self> {
        let python = peer::python(place)?;
        let list = place.kept(&format!("customers-{CUSTOMERS}.csv"));
        if !list.exists() {
            say("listing customers");
            let unfinished = list.with_extension("tmp");
            let arguments = [script("customers_csv.py"), unfinished.display().to_string(), CUSTOMERS.to_string()];
            measured(&python, &arguments)?;
            std::fs::rename(&unfinished, &list).map_err(|error| error.to_string())?;
        }
        let (name, told) = ("desk-workspace", place.kept("desk-workspace.json"));
        let program = stamp(&place.program("carteira"))?;
        let known = std::fs::read(&told).ok().and_then(|bytes| serde_json::from_slice::<Made>(&bytes).ok());
        if known.is_some_and(|made| made.program == program) {
            return Ok(Self { workspace: Workspace::at(place, name), list });
        }
        let workspace = Months::of(place, &python, LINES, CUSTOMERS)?.imported(place)?.copy(place, name)?;
        say("importing the list of customers");
        workspace.import_customers(&list, CUSTOMERS)?;
        add_user(place, &workspace, MANAGER, &["manager"])?;
        add_user(place, &workspace, SELLER, &["seller", "--seller", SELLER_NAME])?;
        let made = serde_json::to_string(&Made { program }).map_err(|error| error.to_string())?;
        std::fs::write(&told, made).map_err(|error| error.to_string())?;
        Ok(Self { workspace, list })
    }

    /// Some customers, of all parts of the list.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn some(&self) -> Outcome<Vec<Listed>> {
        let file = std::fs::File::open(&self.list).map_err(|error| error.to_string())?;
        let lines = BufReader::new(file).lines().skip(1).step_by(LOOKED_FOR);
        lines.map(|line| listed(&line.map_err(|error| error.to_string())?)).collect()
    }
}

fn listed(line: &str) -> Outcome<Listed> {
    let cells: Vec<String> = line.trim().split(';').map(str::to_owned).collect();
    match <[String; 7]>::try_from(cells) {
        Ok([code, name, brand, tax_id, city, ..]) => Ok(Listed { code, name, brand, tax_id, city }),
        Err(_) => Err(format!("{line:?} is no customer")),
    }
}

impl People {
    /// Signs them in.
    ///
    /// # Errors
    /// One is refused.
    pub async fn of(served: &Served) -> Outcome<Self> {
        say("signing fifty people in");
        let mut everyone = Vec::with_capacity(PEOPLE);
        for place in 0..PEOPLE {
            everyone.push(served.sign_in(if is_seller(place) { SELLER } else { MANAGER }).await?);
        }
        Ok(Self { everyone })
    }

    /// Whose turn it is.
    pub fn whose(&self, place: usize) -> &Person {
        &self.everyone[place % PEOPLE]
    }
}

/// Whether a turn is the seller's.
pub fn is_seller(place: usize) -> bool {
    place % 2 == 1
}

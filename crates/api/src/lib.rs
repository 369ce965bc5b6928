//! HTTP: who may sign in and what they may do, `/api/v1`, the pages, and the server that answers with them.
//! Nothing is computed here.

mod actions;
mod app;
mod background;
pub mod clock;
mod connections;
mod current;
mod directory;
#[expect(unused_qualifications, reason = "utoipa's macros write paths out in full")]
mod dto;
mod events;
mod extract;
mod guards;
mod inbox;
mod jobs;
mod listing;
mod masks;
mod openapi;
mod origin;
mod pages;
mod passwords;
pub mod people;
mod problem;
mod rights;
#[expect(unused_qualifications, reason = "utoipa's macros write paths out in full")]
mod routes;
mod server;
mod site;
mod throttle;
mod traffic;
mod turns;
mod uploads;
mod who;

pub use app::{App, Options};
pub use openapi::described;
pub use problem::{Code, Problem};
pub use rights::{Right, rights};
pub use server::{Listening, ServeError, Server, router};

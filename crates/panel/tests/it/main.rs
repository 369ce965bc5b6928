//! The panel, held to the definitions of the field: what documents come to, at whatever date, for
//! whoever asks, in whatever order they arrived.

mod base;
mod buying;
mod completeness;
mod customer;
mod dates;
mod explain;
mod manual;
mod metrics;
mod missing;
mod movements;
mod naive;
mod overview;
mod pages;
mod predicates;
mod rich;
mod scopes;
mod search;
mod sellers;
mod undo;
mod visible;

//! The API as browsers and programs meet it: over HTTP, with people of every role, customers and files.

mod audit;
mod client;
mod contract;
mod desk;
mod headers;
mod keys;
mod masks;
mod operations;
mod problems;
mod rights;
mod sellers;
mod sessions;
mod streams;
mod uploads;
mod versions;

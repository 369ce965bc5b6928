//! Foreign bytes in, facts and rejects out. Takes bytes; knows no file and no database.

pub mod encoding;
pub mod nfe;
pub mod nfse;
pub mod recognise;
pub mod sped;
pub mod table;
mod xml;

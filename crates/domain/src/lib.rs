//! The vocabulary of Carteira: values that cannot be wrong and the facts made of them.
//!
//! Nothing here does I/O, waits, speaks SQL, reads the clock or holds money in a float. A value is
//! parsed once, where it enters ([`std::str::FromStr`]), and trusted from then on.

pub mod access_key;
pub mod calendar;
pub mod cep;
pub mod cfop;
pub mod city;
pub mod cnpj;
pub mod cpf;
pub mod facts;
pub mod identity;
pub mod money;
pub mod ncm;
pub mod note_key;
pub mod party;
pub mod phone;
pub mod quantity;
pub mod record;
pub mod tax_id;
pub mod text;
pub mod uf;

pub use access_key::AccessKey;
pub use calendar::Day;
pub use cep::Cep;
pub use cfop::Cfop;
pub use city::CityCode;
pub use cnpj::{Cnpj, CnpjRoot};
pub use cpf::Cpf;
pub use identity::{ContentHash, DocumentKey};
pub use money::Cents;
pub use ncm::Ncm;
pub use note_key::{NoteKey, ServiceKey};
pub use party::{CustomerKey, PartyKey};
pub use phone::Phone;
pub use quantity::Quantity;
pub use tax_id::TaxId;
pub use uf::Uf;

//! The states of Brazil.

use std::fmt;
use std::str::FromStr;

/// A state (*unidade da federação*), or `EX` for abroad, as fiscal documents write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uf(usize);

/// IBGE code, abbreviation and name.
const STATES: [(u8, &str, &str); 28] = [
    (11, "RO", "Rondônia"),
    (12, "AC", "Acre"),
    (13, "AM", "Amazonas"),
    (14, "RR", "Roraima"),
    (15, "PA", "Pará"),
    (16, "AP", "Amapá"),
    (17, "TO", "Tocantins"),
    (21, "MA", "Maranhão"),
    (22, "PI", "Piauí"),
    (23, "CE", "Ceará"),
    (24, "RN", "Rio Grande do Norte"),
    (25, "PB", "Paraíba"),
    (26, "PE", "Pernambuco"),
    (27, "AL", "Alagoas"),
    (28, "SE", "Sergipe"),
    (29, "BA", "Bahia"),
    (31, "MG", "Minas Gerais"),
    (32, "ES", "Espírito Santo"),
    (33, "RJ", "Rio de Janeiro"),
    (35, "SP", "São Paulo"),
    (41, "PR", "Paraná"),
    (42, "SC", "Santa Catarina"),
    (43, "RS", "Rio Grande do Sul"),
    (50, "MS", "Mato Grosso do Sul"),
    (51, "MT", "Mato Grosso"),
    (52, "GO", "Goiás"),
    (53, "DF", "Distrito Federal"),
    (99, "EX", "Exterior"),
];

/// Why a text is not a state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} não é uma UF")]
pub struct UfError {
    /// What was written.
    pub value: String,
}

impl Uf {
    /// Abroad.
    pub const ABROAD: Self = Self(27);

    /// The two letters.
    pub fn as_str(self) -> &'static str {
        STATES[self.0].1
    }

    /// The name in full.
    pub fn name(self) -> &'static str {
        STATES[self.0].2
    }

    /// The state with an IBGE code (11–53; 99 abroad).
    pub fn from_ibge(code: u8) -> Option<Self> {
        STATES.iter().position(|state| state.0 == code).map(Self)
    }

    /// All states, in the order of their IBGE codes, abroad last.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..STATES.len()).map(Self)
    }
}

impl FromStr for Uf {
    type Err = UfError;

    fn from_str(text: &str) -> Result<Self, UfError> {
        STATES
            .iter()
            .position(|state| state.1.eq_ignore_ascii_case(text.trim()))
            .map(Self)
            .ok_or_else(|| UfError { value: text.chars().take(20).collect() })
    }
}

impl fmt::Display for Uf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_letters_and_codes() {
        assert_eq!("sp".parse::<Uf>().unwrap().name(), "São Paulo");
        assert_eq!(Uf::from_ibge(53).unwrap().as_str(), "DF");
        assert_eq!(Uf::ABROAD.as_str(), "EX");
        assert_eq!(Uf::all().count(), 28);
        assert!("XX".parse::<Uf>().is_err());
    }
}

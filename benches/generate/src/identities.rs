//! Invented tax ids with the right check digits, each given once.
//!
//! Company roots and CPFs begin with 99, where hardly any real one is; alphanumeric roots begin with Z.

use std::collections::HashSet;

use domain::{Cnpj, Cpf, TaxId};

use crate::random::Random;

const ALPHANUMERIC: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What has been given so far.
#[derive(Debug, Default)]
pub struct Identities {
    given: HashSet<String>,
}

impl Identities {
    /// A new company's root, 8 characters.
    pub fn root(&mut self, random: &mut Random) -> String {
        self.fresh(|| format!("99{:06}", random.below(1_000_000)))
    }

    /// A new company's root of those issued since July 2026, with letters in it.
    pub fn alphanumeric_root(&mut self, random: &mut Random) -> String {
        self.fresh(|| {
            let characters = (0..7).map(|_| char::from(*random.pick(ALPHANUMERIC)));
            std::iter::once('Z').chain(characters).collect()
        })
    }

    /// A new person's CPF.
    pub fn person(&mut self, random: &mut Random) -> TaxId {
        let nine = self.fresh(|| format!("99{:07}", random.below(9_999_999)));
        TaxId::Cpf(Cpf::with_check_digits(&nine).expect("nine digits, not all the same"))
    }

    fn fresh(&mut self, mut draw: impl FnMut() -> String) -> String {
        loop {
            let drawn = draw();
            if self.given.insert(drawn.clone()) {
                return drawn;
            }
        }
    }
}

/// An establishment of a root, counted from 1.
pub fn establishment(root: &str, branch: usize) -> TaxId {
    let twelve = format!("{root}{branch:04}");
    TaxId::Cnpj(Cnpj::with_check_digits(&twelve).expect("eight characters of [0-9A-Z] and four digits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_each_once() {
        let (mut identities, mut random) = (Identities::default(), Random::new(1));
        let roots: HashSet<String> = (0..5_000).map(|_| identities.root(&mut random)).collect();
        assert_eq!(roots.len(), 5_000);
        let root = identities.alphanumeric_root(&mut random);
        assert!(establishment(&root, 2).as_str().starts_with(&format!("{root}0002")));
        assert_eq!(establishment("11222333", 1).as_str(), "11222333000181");
        assert_eq!(identities.person(&mut random).as_str().len(), 11);
    }
}

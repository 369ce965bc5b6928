//! Whatever the bytes, the reader answers.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{fixture, municipal, taker};
use crate::promises::check;
use crate::support::{ROOT, SISTER_ROOT, reader_of};

fn files() -> Vec<Vec<u8>> {
    let municipal = municipal("11222333000181", "15", &taker("<Cpf>52998224725</Cpf>"), "");
    let fixtures = ["01_servico_cnpj.xml", "02_servico_retencao.xml", "03_servico_exterior_nif.xml"].map(fixture);
    fixtures.into_iter().chain([municipal.into_bytes()]).collect()
}

const PIECES: [&str; 12] = [
    "<infNFSe Id=\"NFS\">",
    "</infNFSe>",
    "<InfNfse>",
    "<CompNfse>",
    "<NfseCancelamento>",
    "<infPedReg>",
    "<toma>",
    "<Endereco>",
    "99999999999999999999",
    "-",
    "&#0;",
    "<",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_note_is_answered(file in select(files()), damage in proptest::collection::vec((any::<Index>(), any::<Index>(), select(PIECES.to_vec())), 1..4)) {
        let mut file = file;
        for (from, length, piece) in damage {
            let from = from.index(file.len() + 1);
            let to = (from + length.index(40)).min(file.len());
            file.splice(from..to, piece.bytes());
        }
        check(&reader_of(&[ROOT, SISTER_ROOT]), &file);
    }
}

#[test]
fn the_files_are_read_as_promised() {
    files().iter().for_each(|file| check(&reader_of(&[ROOT, SISTER_ROOT]), file));
}

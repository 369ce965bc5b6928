//! Tax books. Expected values are counted by hand from the drafts below, and by another program from the
//! samples.

mod contributions;
mod icms;
mod promises;
mod random;
mod samples;

use domain::record::Record;
use sources::sped::{Declaration, read};

use crate::support::{bytes_of, repository};

pub const SALE: &str = "35260311222333000181550010000000011000000019";

/// Books of ICMS of March 2026 with what stands between the opening and the end.
pub fn icms_books(registers: &[&str]) -> Vec<u8> {
    let opening = "|0000|020|0|01032026|31032026|EMPRESA MODELO LTDA|11222333000181||SP|110042490114|3550308|||A|1|";
    let participants = [
        "|0150|CLI1|CLIENTE ALFA S\u{c3}O JO\u{c3}O|1058|44555666000181||110042490114|3106200||AV. BRASIL|10|SALA 2|CENTRO|",
        "|0150|CLI2|JOSE DA CONCEICAO|1058||52998224725||3550308||RUA B|1||CENTRO|",
        "|0150|FOR1|FORNECEDOR SA|1058|99888777000100||110|3550308||RUA C|1||CENTRO|",
        "|0150|FIL2|EMPRESA MODELO FILIAL|1058|11222333000262||110|3550308||RUA D|1||CENTRO|",
        "|0150|EXT1|Acm\u{c9} Overseas, Inc.|02496|||||||||",
        "|0200|P1|PARAFUSO M6|||UN|00|73181500||||18,00|",
    ];
    file([opening].iter().chain(&participants).chain(registers))
}

/// Books of contributions of March 2026.
pub fn contributions_books(registers: &[&str]) -> Vec<u8> {
    let opening = [
        "|0000|006|0|||01032026|31032026|EMPRESA MODELO LTDA|11222333000181|SP|3550308||00|2|",
        "|0140|1|MATRIZ|11222333000181|SP|110|3550308|1||",
        "|0150|CLI1|CLIENTE ALFA|1058|44555666000181|||3106200||AV. BRASIL|10||CENTRO|",
        "|0200|P1|PARAFUSO M6|||UN|00|73181500||||18,00|",
        "|0200|S1|SUPORTE MENSAL|||UN|09|||||5,00|",
        "|0140|2|FILIAL|11222333000262|MG|220|3106200|2||",
        "|0150|CLI1|OUTRO CLIENTE|1058|77888999000181|||3106200||RUA X|1||CENTRO|",
    ];
    file(opening.iter().chain(registers))
}

fn file<'r>(registers: impl Iterator<Item = &'r &'r str>) -> Vec<u8> {
    let mut file = Vec::new();
    for register in registers.chain(&["|9999|1|"]) {
        file.extend(register.chars().map(|c| u8::try_from(u32::from(c)).expect("a character of Latin-1")));
        file.extend(b"\r\n");
    }
    file.extend(b"SBRCAAEPDR0\0\x80\xff|C100|");
    file
}

/// A `C100`: entry or exit, ours or not, participant, situation, key, day and total.
pub fn c100(direction: &str, issuer: &str, participant: &str, situation: &str, key: &str, total: &str) -> String {
    let day = if situation.starts_with("02") { "" } else { "02032026" };
    format!(
        "|C100|{direction}|{issuer}|{participant}|55|{situation}|001|1|{key}|{day}|{day}|{total}|1|0,00|0,00|{total}|9|\
         0,00|0,00|0,00|0,00|0,00|0,00|0,00|0,00|0,00|0,00|0,00|0,00|"
    )
}

pub fn read_all(bytes: &[u8]) -> (Vec<Record>, Option<Declaration>) {
    read_as(&["11222333", "55666777"], bytes)
}

pub fn read_as(roots: &[&str], bytes: &[u8]) -> (Vec<Record>, Option<Declaration>) {
    let roots: Vec<_> = roots.iter().map(|root| root.parse().expect("a root")).collect();
    let mut records = Vec::new();
    let declaration = read(&roots, bytes, |record| records.push(record));
    (records, declaration)
}

pub fn fixture() -> Vec<u8> {
    bytes_of(&repository().join("tests/fixtures/sped/efd_icms_ipi.txt"))
}

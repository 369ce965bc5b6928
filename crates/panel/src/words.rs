//! The words that enumerated metrics take, and what they are called in Portuguese.

/// A word of an enumerated metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// As predicates, files and programs write it.
    pub code: &'static str,
    /// As people read it.
    pub label: &'static str,
}

const fn word(code: &'static str, label: &'static str) -> Word {
    Word { code, label }
}

/// Commercial statuses, from the newest customers to those who never bought.
pub static STATUSES: [Word; 6] = [
    word("novo", "novo"),
    word("ativo", "ativo"),
    word("risco_de_perda", "risco de perda"),
    word("inativo", "inativo"),
    word("ex_cliente", "ex-cliente"),
    word("sem_compra", "sem compra"),
];

/// Classes of the ABC curve.
pub static ABC_CLASSES: [Word; 3] = [word("A", "A"), word("B", "B"), word("C", "C")];

/// Kinds of customers.
pub static CUSTOMER_KINDS: [Word; 4] =
    [word("company", "empresa"), word("person", "pessoa"), word("consumer", "consumidor"), word("foreign", "exterior")];

/// What a seasonal buyer is at a date.
pub static SEASONAL_BUYERS: [Word; 2] = [word("safra", "na safra"), word("entressafra", "na entressafra")];

/// Calendar months.
pub static MONTHS: [Word; 12] = [
    word("01", "janeiro"),
    word("02", "fevereiro"),
    word("03", "março"),
    word("04", "abril"),
    word("05", "maio"),
    word("06", "junho"),
    word("07", "julho"),
    word("08", "agosto"),
    word("09", "setembro"),
    word("10", "outubro"),
    word("11", "novembro"),
    word("12", "dezembro"),
];

/// Segments of RFM, from those who buy lately, often and much to those who do not.
pub static RFM_SEGMENTS: [Word; 14] = [
    word("campeoes", "campeões"),
    word("leais", "leais"),
    word("promissores", "promissores"),
    word("novos", "novos"),
    word("pouco_frequentes", "pouco frequentes"),
    word("precisam_de_atencao", "precisam de atenção"),
    word("medianos", "medianos"),
    word("quase_adormecidos", "quase adormecidos"),
    word("em_risco", "em risco"),
    word("esfriando", "esfriando"),
    word("adormecidos", "adormecidos"),
    word("nao_podemos_perder", "não podemos perder"),
    word("hibernando", "hibernando"),
    word("perdidos", "perdidos"),
];

/// What a word is called, or the word itself where it is not known.
pub fn label(words: &[Word], code: &str) -> String {
    words.iter().find(|word| word.code == code).map_or(code, |word| word.label).to_owned()
}

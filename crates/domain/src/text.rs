//! Text as written by many hands, made comparable.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name in upper case without accents, punctuation and repeated spaces, so that the same name
/// written by two people is one name: `José  da Conceição & Cia. Ltda` is `JOSE DA CONCEICAO CIA LTDA`.
pub fn normalised_name(name: &str) -> String {
    if name.is_ascii() {
        return plain_name(name);
    }
    spaced_once(bare(name).map(|c| if c.is_alphanumeric() { c } else { ' ' }))
}

/// The same of a name without accents, as most are: no letter has to be taken apart.
fn plain_name(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for word in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain.make_ascii_uppercase();
    plain
}

/// A word as people look it up: in upper case, without accents and repeated spaces. Its punctuation stays:
/// `A+` and `A-` are two.
pub fn folded(text: &str) -> String {
    spaced_once(bare(text))
}

/// In upper case, without accents.
fn bare(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_uppercase)
}

fn spaced_once(text: impl Iterator<Item = char>) -> String {
    text.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without control characters, which could move a terminal's cursor or break a line.
pub fn printable(text: &str) -> String {
    let hostile = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if hostile(c) { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_by_two_hands_is_one_name() {
        assert_eq!(normalised_name("José  da Conceição & Cia. Ltda"), "JOSE DA CONCEICAO CIA LTDA");
        assert_eq!(normalised_name("JOSE DA CONCEICAO CIA LTDA"), "JOSE DA CONCEICAO CIA LTDA");
        assert_eq!(normalised_name("  \t"), "");
        // With an accent or without, the way there is the same.
        for plain in ["Alfa  & Cia. (Ltda)-ME", " a1/b2 ", "-", "x"] {
            assert_eq!(format!("{} E", normalised_name(plain)).trim(), normalised_name(&format!("{plain} é")));
        }
    }

    #[test]
    fn a_word_is_itself_however_it_is_written() {
        assert_eq!(folded("  Região   sul "), folded("REGIAO SUL"));
        let grades = ["A+", "A-", "A", "C++", "★"].map(folded);
        assert_eq!(grades, ["A+", "A-", "A", "C++", "★"]);
    }

    #[test]
    fn a_terminal_cannot_be_commanded_by_a_name() {
        assert_eq!(printable("a\u{1b}[2Jb"), "a\u{FFFD}[2Jb");
        assert_eq!(printable("Açaí & Cia"), "Açaí & Cia");
    }
}

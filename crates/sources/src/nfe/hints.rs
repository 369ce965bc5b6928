//! What people write in a note's free text that its fields have no place for.

use regex::Regex;
use serde::{Deserialize, Serialize};

/// The `[nfe]` section of a workspace's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Regular expressions looked for in `infCpl`, the first that matches wins; each has a group
    /// named `seller`.
    pub seller_patterns: Vec<String>,
    /// The same for the order number, with a group named `order`, where no field gives it.
    pub order_patterns: Vec<String>,
}

/// A pattern of the settings that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Not a regular expression.
    #[error("o padrão {pattern:?} não é uma expressão regular: {detail}")]
    Syntax { pattern: String, detail: String },
    /// Without the group that says which part is wanted.
    #[error("o padrão {pattern:?} não tem o grupo (?P<{group}>...), que diz qual parte do texto aproveitar")]
    Group { pattern: String, group: &'static str },
}

/// How much of a text is looked through, in bytes: four times what the layout lets it have.
const LOOKED_THROUGH: usize = 20_000;

/// A label that begins another piece of information, where the seller's name ends; a colon follows it.
const NEXT_LABEL: &str = r"operador|cond|pedido|ped\.|or[çc]amento|cliente|forma|prazo|rota|placa|carga|transp|obs|valor|vlr|total|tel|fone|e-?mail|comprador|controle|n[rº]|o\.?c\.?";

impl Default for Settings {
    fn default() -> Self {
        let seller = format!(
            r"(?is)\bvendedor(?:a|\(a\))?\s*:\s*(?P<seller>[^;|\n]+?)\s*(?:$|[;|\n]|\s{{2}}|\s-{{0,2}}\s*\b(?:{NEXT_LABEL})[\w.]*(?:[^\S\n]+[\w.]+){{0,2}}\s*:)"
        );
        let order = r"(?i)\bpedidos?(?:\(s\))?(?:\s+do\s+cliente|\s+cliente|\s+atendidos?(?:\(s\))?)?\s*(?:n[ºo°.]+)?\s*[:\-]?\s*(?P<order>\d[\w./-]*)";
        Self { seller_patterns: vec![seller], order_patterns: vec![order.to_owned()] }
    }
}

/// The patterns of the settings, ready to look.
pub(crate) struct Hints {
    seller: Vec<Regex>,
    order: Vec<Regex>,
}

impl Hints {
    pub fn new(settings: &Settings) -> Result<Self, PatternError> {
        Ok(Self {
            seller: compiled(&settings.seller_patterns, "seller")?,
            order: compiled(&settings.order_patterns, "order")?,
        })
    }

    pub fn seller(&self, free_text: &str) -> Option<String> {
        first_match(&self.seller, "seller", free_text)
    }

    pub fn order_number(&self, free_text: &str) -> Option<String> {
        first_match(&self.order, "order", free_text)
    }
}

fn compiled(patterns: &[String], group: &'static str) -> Result<Vec<Regex>, PatternError> {
    let compile = |pattern: &String| {
        let regex = Regex::new(pattern)
            .map_err(|error| PatternError::Syntax { pattern: pattern.clone(), detail: error.to_string() })?;
        match regex.capture_names().flatten().any(|name| name == group) {
            true => Ok(regex),
            false => Err(PatternError::Group { pattern: pattern.clone(), group }),
        }
    };
    patterns.iter().map(compile).collect()
}

fn first_match(patterns: &[Regex], group: &str, text: &str) -> Option<String> {
    let text = &text[..text.floor_char_boundary(LOOKED_THROUGH)];
    patterns.iter().find_map(|pattern| {
        let found = pattern.captures(text)?.name(group)?.as_str().trim();
        (!found.is_empty()).then(|| found.chars().take(80).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Vendedor: 7 - Fulano & Cia", Some("7 - Fulano & Cia"))]
    #[case("VENDEDOR: Maria José Cond.Pag: 30 dias", Some("Maria José"))]
    #[case("Orcamento: 68086587 Vendedor: BSeller Operador de caixa: Teste QA", Some("BSeller"))]
    #[case("Pedido 12;Vendedora: 03 - Ana;Rota 5", Some("03 - Ana"))]
    #[case("Vendedor: João | Placa ABC1D23", Some("João"))]
    #[case("Vendedor(a): Bia  Frete grátis", Some("Bia"))]
    #[case("Sem menção a quem vendeu", None)]
    #[case("", None)]
    fn finds_the_seller(#[case] text: &str, #[case] seller: Option<&str>) {
        let hints = Hints::new(&Settings::default()).unwrap();
        assert_eq!(hints.seller(text).as_deref(), seller);
    }

    #[rstest]
    #[case(";CONTROLE: 0000178652;PEDIDO(S) ATENDIDO(S): 230772;Empresa optante", Some("230772"))]
    #[case("PEDIDO 13303793 - OBSERVACAO DO CLIENTE", Some("13303793"))]
    #[case("Pedido cliente 1035", Some("1035"))]
    #[case("Pedido do Cliente:161020251814 Valor", Some("161020251814"))]
    #[case("sem pedido", None)]
    fn finds_the_order(#[case] text: &str, #[case] order: Option<&str>) {
        let hints = Hints::new(&Settings::default()).unwrap();
        assert_eq!(hints.order_number(text).as_deref(), order);
    }

    #[test]
    fn says_what_is_wrong_with_a_pattern() {
        let error = |pattern: &str| {
            let settings = Settings { seller_patterns: vec![pattern.to_owned()], ..Settings::default() };
            Hints::new(&settings).err().map(|error| error.to_string())
        };
        assert!(error("(").unwrap().contains("não é uma expressão regular"));
        insta::assert_snapshot!(error("vendedor (.*)").unwrap(), @r#"o padrão "vendedor (.*)" não tem o grupo (?P<seller>...), que diz qual parte do texto aproveitar"#);
    }

    #[test]
    fn a_text_far_longer_than_allowed_is_looked_through_at_its_beginning() {
        let hints = Hints::new(&Settings::default()).unwrap();
        let filler = "ç".repeat(LOOKED_THROUGH);
        assert_eq!(hints.seller(&format!("Vendedor: Ana; {filler}")).as_deref(), Some("Ana"));
        assert_eq!(hints.seller(&format!("a{filler}; Vendedor: Ana")), None);
    }
}

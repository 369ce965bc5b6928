//! Invented names: of companies by line of business, of people, of domains.

use crate::random::Random;
use crate::words::WORDS;

/// The line of business of a buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Business {
    /// Markets and grocery shops.
    Market,
    /// Bakeries.
    Bakery,
    /// Restaurants, bars, pizzerias.
    Restaurant,
    /// Chemists.
    Pharmacy,
    /// Smaller distributors.
    Wholesaler,
    /// Hotels.
    Hotel,
    /// Schools.
    School,
    /// Cleaning services, condominiums.
    Cleaning,
    /// Bazaars, packaging shops.
    Bazaar,
    /// Pet shops, farm shops.
    PetShop,
    /// A person who buys for himself.
    Person,
}

impl Business {
    /// The lines of business of companies, with the share of customers each has.
    pub const COMPANIES: [(Self, u64); 10] = [
        (Self::Market, 30),
        (Self::Bakery, 14),
        (Self::Restaurant, 22),
        (Self::Pharmacy, 5),
        (Self::Wholesaler, 6),
        (Self::Hotel, 5),
        (Self::School, 4),
        (Self::Cleaning, 6),
        (Self::Bazaar, 5),
        (Self::PetShop, 3),
    ];

    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Market => &[
                "Mercado",
                "Supermercado",
                "Minimercado",
                "Mercearia",
                "Empório",
                "Comercial de Alimentos",
                "Hortifruti",
                "Casa de Carnes",
                "Mercadinho",
            ],
            Self::Bakery => &["Padaria", "Panificadora", "Padaria e Confeitaria", "Confeitaria", "Casa de Pães"],
            Self::Restaurant => &[
                "Restaurante",
                "Churrascaria",
                "Pizzaria",
                "Lanchonete",
                "Bar e Restaurante",
                "Cantina",
                "Marmitaria",
                "Cafeteria",
                "Hamburgueria",
            ],
            Self::Pharmacy => &["Drogaria", "Farmácia", "Farmácia e Perfumaria"],
            Self::Wholesaler => &["Distribuidora", "Atacado", "Cerealista", "Comercial", "Armazém"],
            Self::Hotel => &["Hotel", "Pousada", "Hotel Fazenda"],
            Self::School => &["Colégio", "Escola Infantil", "Centro Educacional"],
            Self::Cleaning => &["Conservadora", "Limpeza e Conservação", "Lavanderia", "Condomínio Edifício"],
            Self::Bazaar => &["Bazar", "Utilidades", "Casa das Embalagens", "Embalagens", "Papelaria"],
            Self::PetShop => &["Pet Shop", "Agropecuária", "Casa de Rações"],
            Self::Person => &[],
        }
    }
}

/// The eight sellers.
pub const SELLERS: [&str; 8] = [
    "Marina Tavares",
    "Rogério Pimentel",
    "Cíntia Brandão",
    "Everton Lacerda",
    "Sílvia Nogueira",
    "Jonas Bittencourt",
    "Débora Cavalcante",
    "Otávio Rezende",
];

/// The suppliers, with the line of goods each is known for.
pub const SUPPLIERS: [&str; 12] = [
    "Indústria de Alimentos Serra do Cipó Fictícia S/A",
    "Cereais Vale Imaginário Ltda",
    "Laticínios Campo Inventado Ltda",
    "Química Exemplar Produtos de Limpeza Ltda",
    "Papéis Modelo Indústria e Comércio S/A",
    "Frigorífico Hipotético Ltda",
    "Bebidas Fantasia do Brasil S/A",
    "Plásticos Amostra Indústria Ltda",
    "Moinho Suposto Ltda",
    "Conservas Ilustrativas Ltda",
    "Café Demonstração Torrefação Ltda",
    "Rações Protótipo Ltda",
];

/// The name of a company, in mixed case with accents: `Padaria Santa Rita Ltda`.
pub fn company(business: Business, random: &mut Random) -> String {
    let what = random.word(business.words());
    let whose = match random.below(10) {
        0..=4 => random.word(&WORDS.epithets).to_owned(),
        5 | 6 => format!("{} {}", random.word(&WORDS.epithets), random.word(&WORDS.surnames)),
        7 => format!("{} & {}", random.word(&WORDS.surnames), random.word(&WORDS.surnames)),
        8 => format!("Irmãos {}", random.word(&WORDS.surnames)),
        _ => format!("{} {}", random.word(&WORDS.first_names), random.word(&WORDS.surnames)),
    };
    if what == "Condomínio Edifício" {
        return format!("{what} {whose}");
    }
    let form = match random.below(20) {
        0..=11 => "Ltda",
        12..=14 => "Ltda ME",
        15 | 16 => "Ltda EPP",
        17 | 18 => "ME",
        _ => "Eireli",
    };
    format!("{what} {whose} {form}")
}

/// The name of a person.
pub fn person(random: &mut Random) -> String {
    let first = random.word(&WORDS.first_names);
    let last = random.word(&WORDS.surnames);
    match random.below(3) {
        0 => format!("{first} {last}"),
        1 => format!("{first} {} {last}", random.word(&WORDS.surnames)),
        _ => format!("{first} de {} {last}", random.word(&WORDS.surnames)),
    }
}

/// As most ERPs write names: upper case without accents.
pub fn plain_capitals(name: &str) -> String {
    name.chars().flat_map(|c| without_accent(c).to_uppercase()).collect()
}

/// A reserved domain (RFC 2606) made of a name: `padariasantarita.example`.
pub fn domain(name: &str) -> String {
    let letters = name.chars().map(without_accent).filter(char::is_ascii_alphanumeric);
    let mut domain: String = letters.take(28).collect::<String>().to_ascii_lowercase();
    domain.push_str(".example");
    domain
}

fn without_accent(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ã' => 'a',
        'é' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'ô' | 'õ' => 'o',
        'ú' | 'ü' => 'u',
        'ç' => 'c',
        'Á' | 'À' | 'Â' | 'Ã' => 'A',
        'É' | 'Ê' => 'E',
        'Í' => 'I',
        'Ó' | 'Ô' | 'Õ' => 'O',
        'Ú' | 'Ü' => 'U',
        'Ç' => 'C',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_their_field_and_lose_their_accents() {
        let mut random = Random::new(3);
        for (business, _) in Business::COMPANIES {
            for _ in 0..200 {
                let name = company(business, &mut random);
                assert!(name.chars().count() <= 60, "{name}");
                assert!(plain_capitals(&name).is_ascii(), "{name}");
                assert!(domain(&name).len() > 10);
            }
        }
        assert_eq!(plain_capitals("Padaria São João & Filhos"), "PADARIA SAO JOAO & FILHOS");
        assert_eq!(domain("Padaria São João & Filhos"), "padariasaojoaofilhos.example");
    }

    #[test]
    fn there_are_many_names() {
        let mut random = Random::new(5);
        let names: std::collections::BTreeSet<String> =
            (0..1_500).map(|_| company(Business::Market, &mut random)).collect();
        assert!(names.len() > 1_200, "{}", names.len());
        assert!(person(&mut random).contains(' '));
    }
}

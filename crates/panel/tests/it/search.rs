//! Customers found by what people remember of them.

use panel::{Found, Matched, Search, Visible};
use rstest::rstest;
use support::{note, stated_customer};

use crate::base::{ALFA, ALFA_BRANCH, ALFA_ROOT, ANA, BETA, BETA_ROOT, Base, GAMA, GAMA_ROOT, day};

const AS_OF: &str = "2026-06-30";

/// A customer that only a table knows, by its code.
const COUNTER: &str = "tabela:V-900";

/// ALFA bakes in Santos and Recife, and a table calls it 251; BETA, larger, trades in São José; GAMA sells bread
/// wholesale; Ana is a person. Of greatest revenue first: BETA, ALFA, GAMA, Ana, the counter.
async fn base() -> Base {
    let base = Base::of(vec![
        note(1).to(ALFA).on("2026-05-02").sale("P1", 9_000).saying("Padaria São José Ltda", "Santos", "SP").document(),
        note(2).to(ALFA_BRANCH).on("2026-05-02").sale("P1", 100).saying("Confeitaria Alfa", "Recife", "PE").document(),
        note(3).to(BETA).on("2026-05-02").sale("P1", 90_000).saying("Comercial José S.A.", "São José", "SC").document(),
        note(4).to(GAMA).on("2026-05-02").sale("P1", 800).saying("Distribuidora de Pães", "Santos", "SP").document(),
        note(5).to(ANA).on("2026-05-02").sale("P1", 700).saying("Ana da Conceição", "Natal", "RN").document(),
        stated_customer(ALFA, Some("tabela:251"), "Padaria São José Ltda", "2026-05-01"),
        stated_customer(COUNTER, None, "Balcão", "2026-05-01"),
    ])
    .await;
    base.correct(BETA_ROOT, "trade_name", Some("Mercadão do Zé")).await;
    base
}

async fn search(base: &Base) -> Search {
    base.portfolio().await.search(day(AS_OF)).await.expect("customers to be searched")
}

fn find(search: &Search, question: &str, visible: &Visible) -> Vec<(String, Matched)> {
    let found = search.find(question, 10, visible);
    found.into_iter().map(|Found { customer, matched, .. }| (customer, matched)).collect()
}

const BY_NAME: Matched = Matched::Name;

#[rstest]
#[case::a_name("padaria", &[(ALFA_ROOT, BY_NAME)])]
#[case::accents("SÃO JOSE", &[(BETA_ROOT, BY_NAME), (ALFA_ROOT, BY_NAME)])]
#[case::the_words_in_any_order("jose padaria", &[(ALFA_ROOT, BY_NAME)])]
#[case::particles_aside("ana conceicao", &[(ANA, BY_NAME)])]
#[case::half_a_word("distrib", &[(GAMA_ROOT, BY_NAME)])]
#[case::half_the_last_word("padaria são jo", &[(ALFA_ROOT, BY_NAME)])]
#[case::half_the_first_word_is_none("padar são josé", &[])]
#[case::a_letter_too_few("padria", &[(ALFA_ROOT, BY_NAME)])]
#[case::letters_changed_over("padraia", &[(ALFA_ROOT, BY_NAME)])]
#[case::two_wrong_in_a_long_word("distibuidra", &[(GAMA_ROOT, BY_NAME)])]
#[case::two_wrong_in_a_short_word("pdria", &[])]
#[case::of_a_branch("confeitaria", &[(ALFA_ROOT, BY_NAME)])]
#[case::a_trade_name("mercadao", &[(BETA_ROOT, Matched::TradeName)])]
#[case::a_city("santos", &[(ALFA_ROOT, Matched::City), (GAMA_ROOT, Matched::City)])]
#[case::a_name_and_a_city("pães santos", &[(GAMA_ROOT, BY_NAME)])]
#[case::a_tax_id(ALFA, &[(ALFA_ROOT, Matched::TaxId)])]
#[case::with_punctuation("44.555.666/0001-81", &[(ALFA_ROOT, Matched::TaxId)])]
#[case::a_branch_of_it("44.555.666/0002", &[(ALFA_ROOT, Matched::TaxId)])]
#[case::how_it_begins("556.667", &[(BETA_ROOT, Matched::TaxId)])]
#[case::a_cpf("529.982.247-25", &[(ANA, Matched::TaxId)])]
#[case::a_code_of_a_tax_id("251", &[(ALFA_ROOT, Matched::Code)])]
#[case::with_its_source("tabela:251", &[(ALFA_ROOT, Matched::Code)])]
#[case::too_little_of_a_code("v-", &[])]
#[case::how_a_code_begins("v-90", &[(COUNTER, Matched::Code)])]
#[case::nothing("", &[])]
#[case::signs("!?", &[])]
#[case::nobody("xyz", &[])]
#[tokio::test]
async fn a_question_finds(#[case] question: &str, #[case] expected: &[(&str, Matched)]) {
    let search = search(&base().await).await;
    let expected: Vec<(String, Matched)> =
        expected.iter().map(|(key, matched)| ((*key).to_owned(), *matched)).collect();
    assert_eq!(find(&search, question, &Visible::everything()), expected);
}

#[tokio::test]
async fn what_is_written_exactly_comes_before_what_is_not() {
    let base = Base::of(vec![
        note(1).to(ALFA).on("2026-05-02").sale("P1", 100).naming("Casa Silva").document(),
        note(2).to(BETA).on("2026-05-02").sale("P1", 9_000).naming("Casa Silvana").document(),
        note(3).to(GAMA).on("2026-05-02").sale("P1", 90_000).naming("Casa Selva").document(),
    ])
    .await;
    let search = search(&base).await;
    let found = |question: &str| {
        find(&search, question, &Visible::everything()).into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(found("casa silva"), [ALFA_ROOT, BETA_ROOT, GAMA_ROOT]);
    assert_eq!(found("casa"), [GAMA_ROOT, BETA_ROOT, ALFA_ROOT], "of equals the greatest first");
    assert_eq!(search.find("casa", 2, &Visible::everything()).len(), 2);
}

#[tokio::test]
async fn who_is_found_is_shown_with_what_was_looked_for() {
    let search = search(&base().await).await;
    let first = |question: &str| search.find(question, 1, &Visible::everything()).remove(0);
    let text = |text: &str| Some(text.to_owned());
    let expected = Found {
        customer: ALFA_ROOT.to_owned(),
        name: text("Padaria São José Ltda"),
        trade_name: None,
        tax_id: text(ALFA_BRANCH),
        code: None,
        city: text("Santos"),
        uf: text("SP"),
        matched: Matched::TaxId,
    };
    assert_eq!(first("44555666000262"), expected);
    let by_code = Found { tax_id: text(ALFA), code: text("251"), matched: Matched::Code, ..expected };
    assert_eq!(first("251"), by_code);
    assert_eq!(first("mercadão").trade_name, text("Mercadão do Zé"));
    assert_eq!(first("balcão").code, text("V-900"));
}

#[rstest]
#[case("padaria")]
#[case("jose")]
#[case("padria")]
#[case("pad")]
#[case("santos")]
#[case(ALFA)]
#[case("44555666")]
#[case("251")]
#[case("confeitaria")]
#[tokio::test]
async fn a_seller_never_finds_another_s_customers(#[case] question: &str) {
    let search = search(&base().await).await;
    assert!(find(&search, question, &Visible::everything()).iter().any(|(key, _)| key == ALFA_ROOT));
    let seller = Visible::customers([BETA_ROOT, ANA].map(str::to_owned));
    let found = find(&search, question, &seller);
    assert!(found.iter().all(|(key, _)| [BETA_ROOT, ANA].contains(&key.as_str())), "{found:?}");
    assert_eq!(find(&search, question, &Visible::customers([])), []);
}

/// People's names for customers are searched as soon as they are there.
#[tokio::test]
async fn corrected_names_are_found() {
    let base = base().await;
    base.correct(GAMA_ROOT, "name", Some("Atacado Novo")).await;
    base.correct(ALFA, "trade_name", Some("Zezinho")).await;
    let search = search(&base).await;
    let everything = Visible::everything();
    assert_eq!(find(&search, "atacado novo", &everything), [(GAMA_ROOT.to_owned(), BY_NAME)]);
    assert_eq!(find(&search, "zezinho", &everything), [(ALFA_ROOT.to_owned(), Matched::TradeName)]);
    assert!(search.bytes() > 0);
}

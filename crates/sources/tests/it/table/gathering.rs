//! Rows of one number are one document; what says the same twice is two.

use domain::facts::{Body, Standing};
use domain::{ContentHash, DocumentKey};
use sources::table::{Gathered, Gathering};

use super::read;

fn gather(files: &[&str]) -> Vec<Gathered> {
    let mut gathering = Gathering::default();
    for (number, text) in files.iter().enumerate() {
        let table = read(text);
        gathering.push(number as u32, &table.source, table.rows);
    }
    gathering.finish().collect()
}

fn identities(files: &[&str]) -> Vec<(DocumentKey, ContentHash)> {
    gather(files).iter().map(|gathered| (gathered.document.key, gathered.document.content())).collect()
}

const HEADER: &str = "Nota;Data;Cliente;Produto;Valor\n";

#[test]
fn rows_of_one_number_are_one_document_whatever_the_order() {
    let one = format!("{HEADER}1;02/03/2026;Alfa;A;10\n1;02/03/2026;Alfa;A;10\n2;02/03/2026;Alfa;B;5\n");
    let other = format!("{HEADER}1;02/03/2026;Alfa;C;7\n");
    let documents = gather(&[&one, &other]);
    let rows: Vec<_> =
        documents.iter().map(|one| (one.document.label.as_str(), one.rows, one.file, one.line)).collect();
    assert_eq!(rows, [("tabela:1", 3, 0, 2), ("tabela:2", 1, 0, 4)]);
    assert!(documents.iter().all(|one| one.document.standing == Standing::Stated));
    let turned = format!("{HEADER}2;02/03/2026;Alfa;B;5\n1;02/03/2026;Alfa;C;7\n");
    let rest = format!("{HEADER}1;02/03/2026;Alfa;A;10\n1;02/03/2026;Alfa;A;10\n");
    assert_eq!(identities(&[&one, &other]), identities(&[&other, &one]));
    assert_eq!(identities(&[&one, &other]), identities(&[&turned, &rest]));
}

#[test]
fn another_row_is_another_version_of_the_same_document() {
    let before = format!("{HEADER}1;02/03/2026;Alfa;A;10\n");
    let twice = format!("{HEADER}1;02/03/2026;Alfa;A;10\n1;02/03/2026;Alfa;A;10\n");
    let (before, twice) = (identities(&[&before]), identities(&[&twice]));
    assert_eq!(before[0].0, twice[0].0);
    assert_ne!(before[0].1, twice[0].1);
}

#[test]
fn a_number_begins_again_each_year() {
    let both = format!("{HEADER}1;02/03/2025;Alfa;A;10\n1;02/03/2026;Beta;A;20\n1;03/03/2026;Beta;B;5\n");
    let rows: Vec<u64> = gather(&[&both]).iter().map(|one| one.rows).collect();
    assert_eq!(rows, [1, 2]);
    let (earlier, later) = both.split_at(both.len() - "1;02/03/2026;Beta;A;20\n1;03/03/2026;Beta;B;5\n".len());
    let mut apart = identities(&[earlier]);
    apart.extend(identities(&[&format!("{HEADER}{later}")]));
    assert_eq!(identities(&[&both]), apart);
    assert_ne!(apart[0].0, apart[1].0);
    let header = "Nota;Cliente;Emissão;Vencimento;Valor\n";
    let titles = gather(&[&format!(
        "{header}1;A;02/12/2025;01/01/2026;1\n1;A;02/12/2025;01/02/2026;1\n1;A;02/03/2026;01/04/2026;1\n1;A;;01/04/2026;1\n"
    )]);
    assert_eq!(titles.iter().map(|one| one.rows).collect::<Vec<_>>(), [1, 2, 1]);
}

#[test]
fn rows_without_number_are_told_apart_by_what_they_say_and_how_often() {
    let header = "Cliente;Data;Valor\n";
    let twice = format!("{header}Alfa;02/03/2026;10\nBeta;02/03/2026;10\nAlfa;02/03/2026;10\n");
    let thrice = format!("{twice}Alfa;02/03/2026;10\n");
    let (twice, thrice) = (identities(&[&twice]), identities(&[&thrice]));
    assert_eq!((twice.len(), thrice.len()), (3, 4));
    assert!(twice.iter().all(|one| thrice.contains(one)));
    let keys: std::collections::BTreeSet<_> = thrice.iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), 4);
}

#[test]
fn every_field_of_a_row_counts() {
    let header = "Nota;Data;CNPJ;Código cliente;Cliente;Cidade;Código produto;Descrição;Categoria;Qtde;Valor total do item;Custo;Vendedor\n";
    let row = "1;02/03/2026;44555666000181;7;Alfa;Campinas;P1;Parafuso;Fixação;2;10;4;Ana\n";
    let content = |row: &str| identities(&[&format!("{header}{row}")])[0].1;
    let changes = [
        ("02/03", "03/03"),
        ("44555666000181", "11222333000181"),
        (";7;", ";8;"),
        ("Alfa", "Beta"),
        ("Campinas", "Santos"),
        ("P1", "P2"),
        ("Parafuso", "Porca"),
        ("Fixação", "Outra"),
        (";2;", ";3;"),
        (";10;", ";-10;"),
        (";10;", ";11;"),
        (";4;", ";5;"),
        ("Ana", "Rui"),
    ];
    for (from, to) in changes {
        assert_ne!(content(row), content(&row.replacen(from, to, 1)), "{from} {to}");
    }
}

#[test]
fn bodies_are_of_their_kinds() {
    let body = |text: &str| gather(&[text]).remove(0).document.body;
    assert!(
        matches!(body("Nota;Cliente;Vencimento;Valor\n1;A;01/04/2026;1\n"), Body::Title(title) if title.rows.len() == 1)
    );
    assert!(matches!(body("CNPJ;Vendedor\n44555666000181;Ana\n"), Body::Registration(_)));
    assert!(matches!(body("Código;Descrição;Categoria\nP1;A;B\n"), Body::Product(_)));
    assert!(matches!(body("Código;Vendedor;Equipe\n1;A;B\n"), Body::Seller(_)));
}

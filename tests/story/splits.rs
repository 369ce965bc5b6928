//! However the rows of a table are spread over files and, at the borders of documents, over imports, the
//! portfolio is the same.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

use crate::Company;

const HEADER: &str = "numero;emissao;codigo_cliente;nome_cliente;produto;quantidade;valor_total";

/// A line of a sale: of which document, its product, what it is worth.
#[derive(Clone, Debug)]
struct Line {
    document: usize,
    product: u32,
    cents: u32,
}

/// Lines in one order and another, and where each goes.
#[derive(Clone, Debug)]
struct Spread {
    lines: Vec<Line>,
    shuffled: Vec<Line>,
    /// By place in the shuffled order.
    file: Vec<usize>,
    /// By document.
    import: Vec<usize>,
}

const DOCUMENTS: usize = 8;

/// Files that one import takes, and imports that follow one another.
const PARTS: usize = 3;

fn spread() -> impl Strategy<Value = Spread> {
    let line = (0..DOCUMENTS, 1..4_u32, 1..100_000_u32);
    let line = line.prop_map(|(document, product, cents)| Line { document, product, cents });
    proptest::collection::vec(line, 1..40).prop_flat_map(|lines| {
        let file = proptest::collection::vec(0..PARTS, lines.len());
        let import = proptest::collection::vec(0..PARTS, DOCUMENTS);
        (Just(lines.clone()).prop_shuffle(), file, import).prop_map(move |(shuffled, file, import)| Spread {
            lines: lines.clone(),
            shuffled,
            file,
            import,
        })
    })
}

fn csv<'l>(lines: impl IntoIterator<Item = &'l Line>) -> String {
    let row = |Line { document, product, cents }: &Line| {
        let (day, customer) = (document % 27 + 1, document % 5);
        let (reais, rest) = (cents / 100, cents % 100);
        format!("{document};{day:02}/03/2026;C{customer};Cliente {customer};P{product};1;{reais},{rest:02}\n")
    };
    lines.into_iter().fold(format!("{HEADER}\n"), |text, line| text + &row(line))
}

/// The files of parts that have any lines.
fn filled<'l>(parts: impl Iterator<Item = Vec<&'l Line>>) -> Vec<String> {
    parts.filter(|lines| !lines.is_empty()).map(csv).collect()
}

/// The portfolio of imports that follow one another, each of some files.
fn portfolio(imports: &[Vec<String>]) -> (Vec<Value>, Value) {
    let company = Company::new();
    for (number, files) in imports.iter().enumerate() {
        let files = files.iter().enumerate();
        let paths: Vec<_> = files.map(|(file, text)| company.write(&format!("{number}-{file}.csv"), text)).collect();
        let (code, report) = company.import(&paths);
        assert_eq!((code, &report["rejects"]), (0, &Value::from(0)), "{report}");
    }
    (company.json_lines(["panel", "--as-of", "2026-06-30"]), company.totals())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_126),
        max_shrink_iters: 20,
        ..ProptestConfig::with_cases(5)
    })]

    #[test]
    fn no_split_at_documents_changes_the_portfolio(spread in spread()) {
        let Spread { lines, shuffled, file, import } = &spread;
        let at_once = portfolio(&[vec![csv(lines)]]);
        let lines_of = |part: usize| shuffled.iter().zip(file).filter(move |(_, file)| **file == part).map(|(line, _)| line);
        let in_files = portfolio(&[filled((0..PARTS).map(|part| lines_of(part).collect()))]);
        prop_assert_eq!(&in_files, &at_once);
        let of_import = |part: usize| shuffled.iter().filter(move |line| import[line.document] == part);
        let imports = filled((0..PARTS).map(|part| of_import(part).collect()));
        let imports: Vec<Vec<String>> = imports.into_iter().map(|file| vec![file]).collect();
        prop_assert_eq!(&portfolio(&imports), &at_once);
    }
}

//! Wrong usage and wrong questions: exit codes, and words that help.

use crate::fixtures;
use crate::workspace::{Company, run};

fn said(company: &Company, arguments: &[&str]) -> (i32, String) {
    let run = company.run(arguments);
    (run.code, run.err.replace(&company.folder().display().to_string(), "PASTA"))
}

#[test]
fn wrong_usage_is_code_2_in_portuguese() {
    let company = Company::new();
    let (code, text) = said(&company, &["painel"]);
    assert_eq!(code, 2);
    insta::assert_snapshot!(text, @"
    erro: não existe o comando painel
    você quis dizer panel?
    veja `carteira --help`, ou `carteira COMANDO --help`
    ");
    insta::assert_snapshot!(said(&company, &["panel", "--level", "grupo"]).1, @"
    erro: grupo não é um valor de --level <NÍVEL>; os valores são root, establishment, group
    você quis dizer group?
    veja `carteira --help`, ou `carteira COMANDO --help`
    ");
    insta::assert_snapshot!(said(&company, &["import"]).1, @"
    erro: falta <CAMINHO>...
    veja `carteira --help`, ou `carteira COMANDO --help`
    ");
    insta::assert_snapshot!(said(&company, &["panel", "--colunas", "name"]).1, @"
    erro: não existe a opção --colunas
    você quis dizer --columns?
    veja `carteira --help`, ou `carteira COMANDO --help`
    ");
    insta::assert_snapshot!(said(&company, &["explain", "44555666000182", "abc"]).1.trim(), @"erro: o CNPJ 44555666000182 tem dígitos verificadores errados: deveriam ser 81");
    insta::assert_snapshot!(said(&company, &["totals", "--as-of", "ontem"]).1, @r#"
    erro: --as-of <DATA>: "ontem" não é uma data: escreva aaaa-mm-dd ou dd/mm/aaaa
    veja `carteira --help`, ou `carteira COMANDO --help`
    "#);
    insta::assert_snapshot!(said(&company, &["imports", "undo", "um"]).1, @"
    erro: <NÚMERO>: um não é um número inteiro
    veja `carteira --help`, ou `carteira COMANDO --help`
    ");
}

#[test]
fn a_wrong_question_is_code_1_and_says_what_was_meant() {
    let company = Company::new();
    company.import([fixtures("nfe/01_venda_3dup.xml")]);
    let asked = |arguments: &[&str]| {
        let (code, text) = said(&company, arguments);
        assert_eq!(code, 1, "{arguments:?}");
        text.lines().last().unwrap_or_default().to_owned()
    };
    insta::assert_snapshot!(asked(&["import", "/nao/existe"]), @"erro: não existe /nao/existe");
    insta::assert_snapshot!(asked(&["imports", "show", "9"]), @"erro: não existe a importação 9: veja as que existem com `carteira imports list`");
    insta::assert_snapshot!(asked(&["imports", "undo", "9"]), @"erro: não existe a importação 9: veja as que existem com `carteira imports list`");
    insta::assert_snapshot!(asked(&["panel", "--where", "status = 'inativ'"]), @"erro: condição, posição 10: 'inativ' não é um valor de status (você quis dizer inativo?); os valores são novo, ativo, risco_de_perda, inativo, ex_cliente, sem_compra");
    insta::assert_snapshot!(asked(&["panel", "--columns", "nome"]), @"erro: não existe o indicador nome (você quis dizer name?): veja os que existem com `carteira metrics`");
    insta::assert_snapshot!(asked(&["panel", "--columns", "name,uf,name"]), @"erro: o indicador name foi pedido duas vezes");
    insta::assert_snapshot!(asked(&["panel", "--sort", "-receita"]), @"erro: não existe o indicador receita (você quis dizer revenue_total_cents, revenue_12m_cents, revenue_prev_12m_cents?): veja os que existem com `carteira metrics`");
    insta::assert_snapshot!(asked(&["explain", "44555666", "status_comercial"]), @"erro: não existe o indicador status_comercial (você quis dizer status?): veja os que existem com `carteira metrics`");
    insta::assert_snapshot!(asked(&["explain", "99888777", "abc"]), @"erro: o cliente 99888777 não está na carteira");
    insta::assert_snapshot!(asked(&["metrics", "recencia"]), @"erro: não existe o indicador recencia (você quis dizer rfm_recency?): veja os que existem com `carteira metrics`");
    insta::assert_snapshot!(asked(&["customer", "set", "44555666", "uf", "XX"]), @r#"erro: "XX" não é uma UF"#);
    insta::assert_snapshot!(asked(&["customer", "set", "44555666", "apelido", "x"]), @"erro: não existe o campo apelido; os campos são name, trade_name, state_registration, emails, phone, street, number, complement, district, city, uf, cep, owner, tags");
    insta::assert_snapshot!(asked(&["customer", "show", "omie:1"]), @"erro: o cliente omie:1 não está na carteira");
}

#[test]
fn a_folder_without_workspace_says_how_to_make_one() {
    let company = Company::new();
    let nowhere = company.beside("nada");
    let mut command = company.command(["totals", "--workspace"]);
    let refused = run(command.arg(&nowhere));
    assert_eq!(refused.code, 1);
    insta::assert_snapshot!(refused.err.replace(&nowhere.display().to_string(), "PASTA"), @"erro: PASTA não é um workspace do Carteira: crie um com `carteira init`");
    let again = company.run(["init", &company.folder().to_string_lossy(), "--company", "11222333000181"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("já é um workspace"), "{}", again.err);
}

#[test]
fn the_workspace_may_stand_before_or_after_the_verb_or_in_the_environment() {
    let company = Company::new();
    let before = company.run(["totals", "--format", "json"]);
    let mut after = std::process::Command::new(env!("CARGO_BIN_EXE_carteira"));
    let after = run(after.args(["totals", "--format", "json", "--workspace"]).arg(company.folder()));
    let mut by_name = std::process::Command::new(env!("CARGO_BIN_EXE_carteira"));
    let by_name = run(by_name.args(["totals", "--format", "json"]).env("CARTEIRA_WORKSPACE", company.folder()));
    let mut by_file = std::process::Command::new(env!("CARGO_BIN_EXE_carteira"));
    let by_file =
        by_file.args(["totals", "--format", "json", "--workspace"]).arg(company.folder().join("carteira.toml"));
    assert_eq!((before.code, &before.out), (0, &after.out));
    assert_eq!(before.out, by_name.out);
    assert_eq!(before.out, run(by_file).out);
}

#[test]
fn settings_that_cannot_be_read_are_named() {
    let company = Company::new();
    let settings = company.folder().join("carteira.toml");
    let written = std::fs::read_to_string(&settings).unwrap();
    let with = |section: &str| {
        std::fs::write(&settings, format!("{written}\n{section}\n")).unwrap();
        let (code, text) = said(&company, &["totals"]);
        assert_eq!(code, 1);
        text
    };
    insta::assert_snapshot!(with("[status]\nactive_dias = 3"), @"erro: PASTA/carteira.toml: [status]: não existe o ajuste active_dias; existem new_days, active_factor, active_days, risk_factor, risk_days, inactive_factor, inactive_days, former_assumed_months, default_cycle_days, reactivated_days");
    insta::assert_snapshot!(with("[abc]\na_percent = \"oitenta\""), @r#"erro: PASTA/carteira.toml: [abc]: a_percent: "oitenta" não serve; esperava-se um número inteiro de 0 a 255"#);
    std::fs::write(&settings, format!("{written}\n[nfe]\nseller_patterns = [\"vendedor (.*)\"]\n")).unwrap();
    let refused = company.run(["import", &fixtures("nfe").to_string_lossy()]);
    assert_eq!(refused.code, 1);
    insta::assert_snapshot!(refused.err, @r#"erro: carteira.toml, [nfe]: o padrão "vendedor (.*)" não tem o grupo (?P<seller>...), que diz qual parte do texto aproveitar"#);
}

//! What is wrong with a map's file, in words of ours: the library's are English, about its own types.

use toml::{Table, Value};

use super::field::Kind;

const KEYS: [&str; 9] = ["kind", "source", "sheet", "header", "separator", "encoding", "dates", "decimals", "columns"];

/// Why a text is no map, by line and key.
pub(super) fn explain(text: &str, error: &toml::de::Error) -> String {
    let table = match text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => return syntax(text, &error),
    };
    let unknown = table.keys().find(|key| !KEYS.contains(&key.as_str()));
    if let Some(key) = unknown {
        return at_line(text, key, &format!("não há a chave {key:?}; as chaves são: {}", KEYS.join(", ")));
    }
    let wrong = table.iter().find_map(|(key, value)| Some((key, expected(key, value)?)));
    if let Some((key, expected)) = wrong {
        return at_line(text, key, &format!("{key}: escreva {expected}"));
    }
    if !table.contains_key("kind") {
        return format!("falta a chave kind: escreva {}", kinds());
    }
    let Some(Value::Table(columns)) = table.get("columns") else {
        return "falta a seção [columns], que diz qual coluna é o quê".to_owned();
    };
    let place = |value: &Value| value.is_str() || value.as_integer().is_some_and(|position| position >= 0);
    match columns.iter().find(|(_, value)| !place(value)) {
        Some((key, Value::Table(_))) => {
            at_line(text, key, &format!("{key}: escreva o campo entre aspas, como \"customer.code\""))
        }
        Some((key, _)) => at_line(
            text,
            key,
            &format!("{key}: escreva o nome da coluna entre aspas, ou a posição dela, a partir de 1"),
        ),
        None => syntax(text, error),
    }
}

/// A message with the line of the key it is about, where that can be found.
pub(super) fn at_line(text: &str, key: &str, detail: &str) -> String {
    let names = |line: &str| {
        let line = line.trim_start().trim_start_matches('[');
        let rest = line.strip_prefix(['"', '\'']).unwrap_or(line).strip_prefix(key);
        rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(['=', '.', ']']))
    };
    match text.lines().position(names) {
        Some(line) => format!("linha {}: {detail}", line + 1),
        None => detail.to_owned(),
    }
}

/// How a key's value is to be written, where it is not.
fn expected(key: &str, value: &Value) -> Option<String> {
    let one_of = |words: &[&str]| (!value.as_str().is_some_and(|word| words.contains(&word))).then_some(());
    let text = || (!value.is_str()).then_some(());
    match key {
        "kind" => one_of(&Kind::ALL.map(Kind::as_str)).map(|()| kinds()),
        "dates" => one_of(&["day_first", "month_first"]).map(|()| "\"day_first\" ou \"month_first\"".to_owned()),
        "decimals" => one_of(&["comma", "point"]).map(|()| "\"comma\" ou \"point\"".to_owned()),
        "header" => {
            let line = value.is_str() || value.as_integer().is_some_and(|line| line >= 0);
            (!line).then(|| "o número da linha do cabeçalho, ou \"none\"".to_owned())
        }
        "columns" => (!value.is_table()).then(|| "a seção [columns], uma linha por campo".to_owned()),
        _ => text().map(|()| "um texto entre aspas".to_owned()),
    }
}

fn kinds() -> String {
    let kinds = Kind::ALL.map(|kind| format!("\"{}\" ({})", kind.as_str(), kind.label()));
    format!("kind = {}", kinds.join(", "))
}

/// What does not follow the form of a map's file at all.
fn syntax(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let repeated = error.message().contains("duplicate");
    let detail =
        if repeated { "chave repetida: deixe uma só" } else { "escreva chave = valor, com os textos entre aspas" };
    format!("linha {line}: {detail}")
}

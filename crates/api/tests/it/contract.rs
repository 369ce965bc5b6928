//! The contract: what is written of each operation is what it answers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::client::Answer;
use crate::operations::{Stage, contract};
use crate::rights::table;

/// Where the contract is written down.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json")
}

#[test]
fn the_contract_is_the_one_that_is_written_down() {
    let now = serde_json::to_string_pretty(&contract()).expect("the contract is JSON") + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(kept(), &now).expect("the contract can be written down");
    }
    let known = std::fs::read_to_string(kept()).unwrap_or_default();
    assert!(
        known == now,
        "crates/api/openapi.json is not the contract of the code. If the change is meant, run the tests of `api` \
         with UPDATE_OPENAPI=1, look at what changed in the file, and commit it"
    );
}

/// The operations of the contract with their names in it.
fn described() -> Vec<(String, Value)> {
    let contract = contract();
    let paths = contract["paths"].as_object().expect("paths").clone();
    let of_path = |(path, item): (String, Value)| {
        let item: Map<String, Value> = item.as_object().cloned().expect("operations");
        let named =
            move |(method, operation): (String, Value)| (format!("{} {path}", method.to_uppercase()), operation);
        item.into_iter().map(named).collect::<Vec<_>>()
    };
    paths.into_iter().flat_map(of_path).collect()
}

#[test]
fn operations_have_names_of_their_own_and_say_what_they_do() {
    let mut names = BTreeSet::new();
    for (place, operation) in described() {
        let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{place} has no name")).to_owned();
        assert!(names.insert(name.clone()), "{place} is called {name}, as another is");
        assert!(operation["summary"].is_string() || operation["description"].is_string(), "{place} says nothing");
        assert!(operation["responses"]["default"].is_object(), "{place} does not say what its problems are");
        let declared: BTreeSet<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        let wanted: BTreeSet<&str> =
            place.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        assert_eq!(declared, wanted, "{place}");
    }
}

#[test]
fn what_the_contract_refers_to_is_there() {
    let contract = contract();
    let mut missing = BTreeSet::new();
    let mut places = vec![&contract];
    while let Some(place) = places.pop() {
        match place {
            Value::Object(fields) => {
                let refers = fields.get("$ref").and_then(Value::as_str);
                missing.extend(refers.filter(|to| contract.pointer(&to[1..]).is_none()).map(str::to_owned));
                places.extend(fields.values());
            }
            Value::Array(items) => places.extend(items),
            _ => {}
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

/// Every operation, done by an administrator, answers what the contract says: one of its statuses, with a body
/// of its schema that has nothing else.
#[tokio::test]
async fn answers_are_what_the_contract_says() {
    let stage = Stage::set().await;
    let contract = contract();
    let mut wrong = Vec::new();
    for (operation, _) in table() {
        let who = stage.someone(store::Role::Administrator).await;
        let ask = stage.fitting(&operation, Some(&who)).await.by(&who);
        let answer = stage.desk.send(ask).await;
        let bare = operation.split_once(" [").map_or(operation.as_str(), |(bare, _)| bare);
        if let Err(why) = checked(&contract, bare, &answer) {
            wrong.push(format!("{operation}: {why}"));
        }
        if answer.status == 202 {
            stage.desk.ended(&stage.people.administrator, &answer.json()).await;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn checked(contract: &Value, operation: &str, answer: &Answer) -> Result<(), String> {
    let (method, path) = operation.split_once(' ').expect("a method and a path");
    let path = format!("{}{path}", crate::client::BASE);
    let responses = &contract["paths"][&path][method.to_lowercase()]["responses"];
    let known = responses.get(answer.status.to_string());
    let declared = known.or_else(|| responses.get("default").filter(|_| answer.status >= 400));
    let declared = declared.ok_or_else(|| format!("{} is no status of it", answer.status))?;
    let Some(content) = declared.get("content").and_then(Value::as_object) else {
        return if answer.body.is_empty() { Ok(()) } else { Err("it says it has no body".to_owned()) };
    };
    let sent = answer.header("content-type");
    let media_type = sent.split(';').next().unwrap_or_default();
    let described = content.get(media_type).ok_or_else(|| format!("{sent} is no media type of it"))?;
    if !media_type.ends_with("json") {
        return Ok(());
    }
    fits(contract, &described["schema"], &answer.json(), "body")
}

/// Whether a value is of a schema, and has nothing the schema does not tell of.
fn fits(contract: &Value, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    if let Some(to) = schema["$ref"].as_str() {
        return fits(contract, contract.pointer(&to[1..]).expect("a schema"), value, place);
    }
    for any in ["oneOf", "anyOf"] {
        if let Some(ways) = schema[any].as_array() {
            let tried: Vec<_> = ways.iter().map(|way| fits(contract, way, value, place)).collect();
            return if tried.iter().any(Result::is_ok) { Ok(()) } else { Err(format!("{place}: {tried:?}")) };
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return fits(contract, &joined(contract, parts), value, place);
    }
    if !is_of_type(schema, value) {
        return Err(format!("{place}: {value} is no {}", schema["type"]));
    }
    if let Some(words) = schema["enum"].as_array() {
        return if words.contains(value) { Ok(()) } else { Err(format!("{place}: {value} is none of {words:?}")) };
    }
    match value {
        Value::Object(fields) => object_fits(contract, schema, fields, place),
        Value::Array(items) => {
            let fit = |(number, item)| fits(contract, &schema["items"], item, &format!("{place}[{number}]"));
            items.iter().enumerate().try_for_each(fit)
        }
        _ => Ok(()),
    }
}

fn object_fits(contract: &Value, schema: &Value, fields: &Map<String, Value>, place: &str) -> Result<(), String> {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    if let Some(missing) = required.into_iter().find(|name| !fields.contains_key(*name)) {
        return Err(format!("{place}: {missing} is missing"));
    }
    for (name, value) in fields {
        let inner = format!("{place}.{name}");
        let known = schema["properties"].get(name);
        match known.or_else(|| schema.get("additionalProperties").filter(|more| more.is_object())) {
            Some(schema) => fits(contract, schema, value, &inner)?,
            None if schema["properties"].is_object() => return Err(format!("{inner} is in no schema")),
            None => {}
        }
    }
    Ok(())
}

/// Schemas of which a value has all fields, as one.
fn joined(contract: &Value, parts: &[Value]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for part in parts {
        let part = part["$ref"].as_str().map_or(part, |to| contract.pointer(&to[1..]).expect("a schema"));
        properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    serde_json::json!({ "type": "object", "properties": properties, "required": required })
}

fn is_of_type(schema: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str() {
        Some("null") => value.is_null(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    };
    match &schema["type"] {
        Value::Array(types) => types.iter().any(is),
        name => is(name),
    }
}

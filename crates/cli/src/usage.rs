//! Wrong usage, explained in Portuguese.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use domain::text::printable;

use crate::output::{line, say};

/// Prints help to stdout, or what is wrong to stderr, and gives the exit code.
pub fn explain(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match line(translated(&error.to_string()).trim_end()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
            _ => ExitCode::SUCCESS,
        };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        say(translated(&error.to_string()).trim_end());
        return ExitCode::from(2);
    }
    say(&printable(&format!("erro: {}", message(error))));
    for (kind, value) in error.context() {
        if matches!(kind, ContextKind::SuggestedArg | ContextKind::SuggestedSubcommand | ContextKind::SuggestedValue) {
            say(&format!("você quis dizer {}?", list(value)));
        }
    }
    say("veja `carteira --help`, ou `carteira COMANDO --help`");
    ExitCode::from(2)
}

/// The few words that the parser of arguments says in English.
fn translated(help: &str) -> String {
    [
        ("Usage:", "Uso:"),
        ("[OPTIONS]", "[OPÇÕES]"),
        ("<COMMAND>", "<COMANDO>"),
        ("Arguments:", "Argumentos:"),
        ("Options:", "Opções:"),
        ("Commands:", "Comandos:"),
        ("[default: ", "[padrão: "),
        ("[possible values: ", "[valores: "),
        ("[env: ", "[ambiente: "),
    ]
    .iter()
    .fold(help.to_owned(), |text, (english, portuguese)| text.replace(english, portuguese))
}

fn message(error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(list).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => {
            format!("falta o valor de {}", context(ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue => format!(
            "{} não é um valor de {}; os valores são {}",
            context(ContextKind::InvalidValue),
            context(ContextKind::InvalidArg),
            context(ContextKind::ValidValue)
        ),
        ErrorKind::ValueValidation => {
            let cause = match std::error::Error::source(error) {
                Some(cause) if cause.is::<std::num::ParseIntError>() => {
                    format!("{} não é um número inteiro", context(ContextKind::InvalidValue))
                }
                Some(cause) => cause.to_string(),
                None => String::new(),
            };
            format!("{}: {cause}", context(ContextKind::InvalidArg))
        }
        ErrorKind::UnknownArgument => format!("não existe a opção {}", context(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => format!("não existe o comando {}", context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("falta {}", context(ContextKind::InvalidArg)),
        ErrorKind::InvalidUtf8 => "um argumento tem bytes que não são texto UTF-8".to_owned(),
        ErrorKind::MissingSubcommand => "falta o comando".to_owned(),
        ErrorKind::ArgumentConflict => format!("{} foi dada mais de uma vez", context(ContextKind::InvalidArg)),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("número errado de valores para {}", context(ContextKind::InvalidArg))
        }
        _ => error.to_string(),
    }
}

fn list(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(values) => values.join(", "),
        ContextValue::String(value) => value.clone(),
        other => other.to_string(),
    }
}

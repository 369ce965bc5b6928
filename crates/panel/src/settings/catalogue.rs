//! The catalogue of settings: each declared once. From its declaration come the page on which people change
//! it, and what they may put there.

use serde_json::{Map, Value};

use super::Settings;
use crate::metrics::near_names;

/// A threshold that people may set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Section and name, as `carteira.toml` has them: `status.risk_days`.
    pub name: &'static str,
    /// What it is called in Portuguese.
    pub label: &'static str,
    /// What its values are.
    pub unit: SettingUnit,
    /// What it does, in words.
    pub formula: &'static str,
}

/// Settings that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its name, as `carteira.toml` has it.
    pub name: &'static str,
    /// What it is called in Portuguese.
    pub label: &'static str,
}

/// What the values of a setting are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingUnit {
    /// Whole days.
    Days,
    /// Times something, with fractions.
    Factor,
    /// Hundredths, whole.
    Percent,
    /// Whole months.
    Months,
    /// Yes or no.
    Boolean,
    /// How many.
    Count,
}

/// The sections, in the order people read them.
pub static SECTIONS: [Section; 5] = [
    Section { name: "status", label: "Situação comercial" },
    Section { name: "abc", label: "Curva ABC" },
    Section { name: "season", label: "Compradores sazonais" },
    Section { name: "items", label: "Produtos parados" },
    Section { name: "base", label: "O que entra na base" },
];

const fn setting(name: &'static str, label: &'static str, unit: SettingUnit, formula: &'static str) -> Setting {
    Setting { name, label, unit, formula }
}

/// Every setting, section by section.
pub static CATALOGUE: [Setting; 18] = [
    setting("status.new_days", "Novo até", SettingUnit::Days, "É novo quem fez a primeira compra há até tantos dias."),
    setting(
        "status.active_factor",
        "Ativo até, em ciclos",
        SettingUnit::Factor,
        "É ativo quem está sem comprar há até tantas vezes o seu ciclo de compra, ou há até os dias abaixo, o que for maior.",
    ),
    setting(
        "status.active_days",
        "Ativo até, em dias",
        SettingUnit::Days,
        "É ativo quem está sem comprar há até tantos dias, ou há até os ciclos acima, o que for maior.",
    ),
    setting(
        "status.risk_factor",
        "Risco de perda até, em ciclos",
        SettingUnit::Factor,
        "Depois de ativo, está em risco de perda quem está sem comprar há até tantas vezes o seu ciclo, ou há até os dias abaixo, o que for maior.",
    ),
    setting(
        "status.risk_days",
        "Risco de perda até, em dias",
        SettingUnit::Days,
        "Depois de ativo, está em risco de perda quem está sem comprar há até tantos dias, ou há até os ciclos acima, o que for maior.",
    ),
    setting(
        "status.inactive_factor",
        "Inativo até, em ciclos",
        SettingUnit::Factor,
        "Depois do risco de perda, é inativo quem está sem comprar há até tantas vezes o seu ciclo, ou há até os dias abaixo, o que for maior; depois disso, é ex-cliente.",
    ),
    setting(
        "status.inactive_days",
        "Inativo até, em dias",
        SettingUnit::Days,
        "Depois do risco de perda, é inativo quem está sem comprar há até tantos dias, ou há até os ciclos acima, o que for maior; depois disso, é ex-cliente.",
    ),
    setting(
        "status.former_assumed_months",
        "Ex-cliente, com ciclo presumido, só depois de",
        SettingUnit::Months,
        "Quem não tem ciclo próprio não é ex-cliente antes de tantos meses sem comprar.",
    ),
    setting(
        "status.default_cycle_days",
        "Ciclo presumido na falta de outro",
        SettingUnit::Days,
        "O ciclo que se presume de um cliente quando ninguém na base tem ciclo próprio.",
    ),
    setting(
        "status.reactivated_days",
        "Reativado por",
        SettingUnit::Days,
        "É reativado, por tantos dias depois de voltar a comprar, quem era inativo ou ex-cliente.",
    ),
    setting(
        "abc.a_percent",
        "Curva A até",
        SettingUnit::Percent,
        "É A o cliente antes do qual a receita acumulada é menor que esta parte da receita de todos.",
    ),
    setting(
        "abc.b_percent",
        "Curva B até",
        SettingUnit::Percent,
        "É B, depois de A, o cliente antes do qual a receita acumulada é menor que esta parte; daí em diante, C.",
    ),
    setting(
        "season.history_months",
        "História que se exige",
        SettingUnit::Months,
        "Só é comprador sazonal quem comprou pela primeira vez há tantos meses ou mais.",
    ),
    setting(
        "season.longest_months",
        "Safra de até",
        SettingUnit::Months,
        "A safra de um comprador sazonal tem até tantos meses seguidos.",
    ),
    setting(
        "season.share_percent",
        "Compras dentro da safra",
        SettingUnit::Percent,
        "A safra tem esta parte, ou mais, de todos os dias de compra do cliente.",
    ),
    setting(
        "items.stopped_days",
        "Produto comprado em",
        SettingUnit::Count,
        "Só conta como parado o produto que o cliente comprou em tantos dias ou mais.",
    ),
    setting(
        "items.stopped_factor",
        "Produto parado há, em intervalos",
        SettingUnit::Factor,
        "Está parado o produto que o cliente não compra há tantas vezes, ou mais, a mediana dos intervalos entre os dias em que o comprou.",
    ),
    setting(
        "base.include_unproven",
        "Notas sem protocolo contam",
        SettingUnit::Boolean,
        "Se contam as notas sem protocolo de autorização, que ninguém garante que foram aceitas.",
    ),
];

/// Why a value cannot be a setting's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// No such setting.
    #[error("não existe o ajuste {name}{}", meant(.near))]
    Unknown { name: String, near: Vec<&'static str> },
    /// A value of another kind.
    #[error("{label}: {value} não serve; esperava-se {expected}")]
    Unfit { name: &'static str, label: &'static str, value: String, expected: &'static str },
    /// Values that cannot be meant together.
    #[error("{detail}")]
    Contradiction { detail: String },
}

impl SettingError {
    /// The setting it is about, where it is about one.
    pub fn setting(&self) -> Option<&str> {
        match self {
            Self::Unknown { name, .. } => Some(name),
            Self::Unfit { name, .. } => Some(name),
            Self::Contradiction { .. } => None,
        }
    }
}

fn meant(near: &[&'static str]) -> String {
    if near.is_empty() { String::new() } else { format!(" (você quis dizer {}?)", near.join(", ")) }
}

impl Setting {
    /// The setting of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        CATALOGUE.iter().find(|setting| setting.name == name)
    }

    /// Its section's name and its own within it.
    fn parts(&self) -> (&'static str, &'static str) {
        self.name.split_once('.').unwrap_or(("", self.name))
    }

    /// The section it is in.
    pub fn section(&self) -> &'static str {
        self.parts().0
    }
}

impl SettingUnit {
    /// The unit as programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Factor => "factor",
            Self::Percent => "percent",
            Self::Months => "months",
            Self::Boolean => "boolean",
            Self::Count => "count",
        }
    }

    /// What is expected of a value, where it is not that.
    fn refusal(self, value: &Value) -> Option<&'static str> {
        let whole = |most: u64| value.as_u64().is_some_and(|number| number <= most);
        let (fits, expected) = match self {
            Self::Days | Self::Months | Self::Count => (whole(u64::from(u16::MAX)), "um número inteiro de 0 a 65535"),
            Self::Percent => (whole(100), "um número inteiro de 0 a 100"),
            Self::Factor => (value.is_number(), "um número"),
            Self::Boolean => (value.is_boolean(), "sim ou não"),
        };
        (!fits).then_some(expected)
    }
}

impl Settings {
    /// The value of a setting.
    pub fn value(&self, setting: &Setting) -> Value {
        let (section, name) = setting.parts();
        serde_json::to_value(self).map_or(Value::Null, |mut all| all[section][name].take())
    }

    /// These settings with others in place of some, by name: `{"status.risk_days": 90}`.
    ///
    /// # Errors
    /// There is no such setting, a value is of another kind, or two contradict each other.
    pub fn with(&self, values: &Map<String, Value>) -> Result<Self, SettingError> {
        let unreadable = |error: serde_json::Error| SettingError::Contradiction { detail: error.to_string() };
        let mut all = serde_json::to_value(self).map_err(unreadable)?;
        for (name, value) in values {
            let setting = Setting::named(name).ok_or_else(|| SettingError::Unknown {
                name: name.clone(),
                near: near_names(name, CATALOGUE.iter().map(|setting| setting.name)),
            })?;
            if let Some(expected) = setting.unit.refusal(value) {
                let (name, label) = (setting.name, setting.label);
                return Err(SettingError::Unfit { name, label, value: value.to_string(), expected });
            }
            let (section, name) = setting.parts();
            all[section][name] = value.clone();
        }
        let settings: Self = serde_json::from_value(all).map_err(unreadable)?;
        match settings.contradiction() {
            None => Ok(settings),
            Some(detail) => Err(SettingError::Contradiction { detail }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    fn with(values: Value) -> Result<Settings, SettingError> {
        let Value::Object(values) = values else { panic!("a map") };
        Settings::default().with(&values)
    }

    #[test]
    fn the_catalogue_is_of_all_settings_and_of_no_others() {
        let settings = serde_json::to_value(Settings::default()).unwrap();
        let mut existing: Vec<String> = Vec::new();
        for (section, values) in settings.as_object().unwrap() {
            existing.extend(values.as_object().unwrap().keys().map(|name| format!("{section}.{name}")));
        }
        let mut named: Vec<&str> = CATALOGUE.iter().map(|setting| setting.name).collect();
        named.sort_unstable();
        existing.sort_unstable();
        assert_eq!(named, existing);
        for setting in &CATALOGUE {
            assert!(SECTIONS.iter().any(|section| section.name == setting.section()), "{}", setting.name);
            assert_eq!(setting.unit.refusal(&Settings::default().value(setting)), None, "{}", setting.name);
            assert!(setting.formula.ends_with('.'), "{}", setting.name);
        }
    }

    #[test]
    fn some_are_set_and_the_others_stay() {
        let settings = with(json!({"status.risk_days": 120, "abc.a_percent": 70, "status.risk_factor": 4})).unwrap();
        let mut expected = Settings::default();
        (expected.status.risk_days, expected.abc.a_percent, expected.status.risk_factor) = (120, 70, 4.0);
        assert_eq!(settings, expected);
        assert_eq!(settings.value(Setting::named("abc.a_percent").unwrap()), json!(70));
    }

    #[rstest]
    #[case(json!({"status.risk_day": 1}), "não existe o ajuste status.risk_day (você quis dizer status.risk_days, status.risk_factor, status.active_days?)")]
    #[case(json!({"status.risk_days": -1}), "Risco de perda até, em dias: -1 não serve; esperava-se um número inteiro de 0 a 65535")]
    #[case(json!({"status.risk_days": 1.5}), "Risco de perda até, em dias: 1.5 não serve; esperava-se um número inteiro de 0 a 65535")]
    #[case(json!({"abc.a_percent": 101}), "Curva A até: 101 não serve; esperava-se um número inteiro de 0 a 100")]
    #[case(json!({"status.risk_factor": "3"}), "Risco de perda até, em ciclos: \"3\" não serve; esperava-se um número")]
    #[case(json!({"base.include_unproven": 1}), "Notas sem protocolo contam: 1 não serve; esperava-se sim ou não")]
    #[case(json!({"status.risk_days": 20}), "“Ativo até, em dias” (status.active_days) é maior que “Risco de perda até, em dias” (status.risk_days): corrija um dos dois")]
    fn what_cannot_be_meant_is_refused(#[case] values: Value, #[case] said: &str) {
        assert_eq!(with(values).unwrap_err().to_string(), said);
    }
}

//! The thresholds by which customers are judged, and what other ones would change.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use panel::settings::{CATALOGUE, SECTIONS, Setting, SettingError};
use panel::{Effect, EffectMove, Settings, Shift};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, When};
use crate::extract::{IfMatch, Json, Versioned};
use crate::problem::{Code, Problem};
use crate::rights::Right;
use crate::who::Who;

/// Settings.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(show, save)).routes(routes!(effect))
}

/// All settings.
#[derive(Serialize, ToSchema)]
#[schema(as = Settings)]
struct SettingsView {
    /// By section.
    sections: Vec<SectionView>,
    /// When settings were last saved here, RFC 3339.
    changed_at: Option<String>,
    /// By whom.
    changed_by: Option<String>,
}

/// Settings that belong together.
#[derive(Serialize, ToSchema)]
#[schema(as = SettingsSection)]
struct SectionView {
    /// As `carteira.toml` has it.
    name: &'static str,
    /// In Portuguese.
    label: &'static str,
    /// The settings.
    settings: Vec<SettingView>,
}

/// A setting.
#[derive(Serialize, ToSchema)]
#[schema(as = Setting)]
struct SettingView {
    /// `status.risk_days`
    name: &'static str,
    /// In Portuguese.
    label: &'static str,
    /// `days`, `factor`, `percent`, `months`, `boolean`, `count`.
    unit: &'static str,
    /// The value in force.
    value: Value,
    /// The value where nobody says another.
    default: Value,
    /// What it does, in words.
    formula: &'static str,
    /// Whether it was saved here; else the file says it, or nobody.
    saved: bool,
}

/// Settings to be, by name: `{"status.risk_days": 90}`; nothing goes back to what the file says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettingValues {
    /// The values.
    #[schema(value_type = BTreeMap<String, Value>)]
    values: Map<String, Value>,
}

/// What other settings would change.
#[derive(Serialize, ToSchema)]
#[schema(as = Effect)]
struct EffectView {
    /// By commercial status.
    statuses: Vec<ShiftView>,
    /// By class of the ABC curve; where all is seen.
    abc: Option<Vec<ShiftView>>,
    /// Customers that would have another status.
    moved: Vec<EffectMoveView>,
}

/// How many customers have a word, and would have it.
#[derive(Serialize, ToSchema)]
#[schema(as = Shift)]
struct ShiftView {
    /// The word.
    value: &'static str,
    /// In Portuguese.
    label: &'static str,
    /// With the settings in force.
    before: u64,
    /// With the others.
    after: u64,
}

/// How many customers would go from one status to another.
#[derive(Serialize, ToSchema)]
#[schema(as = EffectMove)]
struct EffectMoveView {
    /// With the settings in force.
    from: &'static str,
    /// In Portuguese.
    from_label: &'static str,
    /// With the others.
    to: &'static str,
    /// In Portuguese.
    to_label: &'static str,
    /// How many.
    customers: u64,
}

/// The settings in force.
#[utoipa::path(get, path = "/settings", tag = "settings", responses((status = 200, body = SettingsView)))]
async fn show(State(app): State<Arc<App>>, who: Who) -> Result<Versioned<SettingsView>, Problem> {
    who.needs(Right::SeeSettings)?;
    in_force(&app).await
}

/// Saves settings.
#[utoipa::path(put, path = "/settings", tag = "settings", params(("if-match" = String, Header, description = "The ETag")), request_body = SettingValues, responses((status = 200, body = SettingsView)))]
async fn save(
    State(app): State<Arc<App>>,
    who: Who,
    IfMatch(version): IfMatch,
    Json(SettingValues { values }): Json<SettingValues>,
) -> Result<Versioned<SettingsView>, Problem> {
    who.needs_of_everyone(Right::ChangeSettings)?;
    let current = Settings::of(&app.workspace.overlaid().await?)?;
    checked(&current, &values)?;
    let values: BTreeMap<String, Option<Value>> =
        values.into_iter().map(|(name, value)| (name, Some(value).filter(|value| !value.is_null()))).collect();
    app.workspace.save_settings(&values, version, &who.author()).await?;
    app.current.refresh().await?;
    in_force(&app).await
}

/// What other settings would change; nothing is saved.
#[utoipa::path(post, path = "/settings/effect", tag = "settings", request_body = SettingValues, responses((status = 200, body = EffectView)))]
async fn effect(
    State(app): State<Arc<App>>,
    who: Who,
    Json(SettingValues { values }): Json<SettingValues>,
) -> Result<Json<EffectView>, Problem> {
    who.needs(Right::SeeSettings)?;
    let asked = app.asked(&who, &When::default()).await?;
    let portfolio = &asked.now.portfolio;
    let settings = checked(portfolio.settings(), &values)?;
    let Effect { statuses, abc, moved } = portfolio.effect(settings, asked.level, asked.day, &asked.visible).await?;
    let shifts = |shifts: Vec<Shift>| shifts.into_iter().map(ShiftView::from).collect();
    Ok(Json(EffectView {
        statuses: shifts(statuses),
        abc: abc.map(shifts),
        moved: moved.into_iter().map(EffectMoveView::from).collect(),
    }))
}

/// The settings with others in place of some; one taken back counts as its default.
fn checked(current: &Settings, values: &Map<String, Value>) -> Result<Settings, Problem> {
    let defaults = Settings::default();
    let value = |(name, value): (&String, &Value)| {
        let value = match Setting::named(name) {
            Some(setting) if value.is_null() => defaults.value(setting),
            _ => value.clone(),
        };
        (name.clone(), value)
    };
    current.with(&values.iter().map(value).collect()).map_err(refused)
}

fn refused(error: SettingError) -> Problem {
    let detail = error.to_string();
    match error.setting() {
        Some(name) => Problem::invalid(name, detail),
        None => Problem::new(Code::Invalid, detail),
    }
}

async fn in_force(app: &App) -> Result<Versioned<SettingsView>, Problem> {
    let settings = Settings::of(&app.workspace.overlaid().await?)?;
    let saved = app.workspace.saved_settings().await?;
    let defaults = Settings::default();
    let view = |setting: &'static Setting| SettingView {
        name: setting.name,
        label: setting.label,
        unit: setting.unit.as_str(),
        value: settings.value(setting),
        default: defaults.value(setting),
        formula: setting.formula,
        saved: saved.values.contains_key(setting.name),
    };
    let sections = SECTIONS.iter().map(|section| SectionView {
        name: section.name,
        label: section.label,
        settings: CATALOGUE.iter().filter(|setting| setting.section() == section.name).map(view).collect(),
    });
    let sections = sections.collect();
    let (changed_at, changed_by) = (saved.changed_at, saved.changed_by);
    Ok(Versioned(saved.version, SettingsView { sections, changed_at, changed_by }))
}

impl From<Shift> for ShiftView {
    fn from(Shift { word, before, after }: Shift) -> Self {
        Self { value: word.code, label: word.label, before, after }
    }
}

impl From<EffectMove> for EffectMoveView {
    fn from(EffectMove { from, to, customers }: EffectMove) -> Self {
        Self { from: from.code, from_label: from.label, to: to.code, to_label: to.label, customers }
    }
}

//! Whom to talk to at a customer, by department.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use panel::checked_value;
use serde::{Deserialize, Serialize};
use store::{ContactDetails, CustomerContact, Department};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::customers::{customer_of, seen};
use crate::app::{App, When};
use crate::dto::Items;
use crate::extract::{IfMatch, Json, Path, Query, Versioned};
use crate::people::checked_name;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Characters of a role or note at most.
const LONGEST: usize = 500;

/// Contacts.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change, remove))
}

/// A contact.
#[derive(Serialize, ToSchema)]
#[schema(as = Contact)]
struct ContactView {
    /// Its number.
    id: i64,
    /// Where the person works.
    department: DepartmentName,
    /// The person's name.
    name: String,
    /// What the person does.
    role: Option<String>,
    /// E-mail addresses, `;` between.
    emails: Option<String>,
    /// Telephone, E.164.
    phone: Option<String>,
    /// Whether the telephone has WhatsApp.
    whatsapp: bool,
    /// What else there is to know.
    note: Option<String>,
    /// The version, as the ETag has it.
    version: i64,
}

/// What is known of a contact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactBody {
    /// Where the person works.
    department: DepartmentName,
    /// The person's name.
    name: String,
    /// What the person does.
    role: Option<String>,
    /// E-mail addresses, `;` between.
    emails: Option<String>,
    /// Telephone, as people write it.
    phone: Option<String>,
    /// Whether the telephone has WhatsApp.
    whatsapp: Option<bool>,
    /// What else there is to know.
    note: Option<String>,
}

/// A department.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DepartmentName {
    Compras,
    Financeiro,
    Direcao,
    Fiscal,
    Logistica,
    Outro,
}

/// A customer's contacts.
#[utoipa::path(get, path = "/customers/{customer}/contacts", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), responses((status = 200, body = Items<ContactView>)))]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<Items<ContactView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, _) = customer_of(&app, &who, &customer, &when).await?;
    let contacts = app.workspace.contacts(&key).await?;
    Ok(Json(Items::all(contacts.into_iter().map(|contact| viewed(contact, &who)).collect())))
}

/// Adds a contact.
#[utoipa::path(post, path = "/customers/{customer}/contacts", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), request_body = ContactBody, responses((status = 201, body = ContactView)))]
async fn add(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
    Json(body): Json<ContactBody>,
) -> Result<Response, Problem> {
    who.needs(Right::EditCustomers)?;
    let (key, _) = customer_of(&app, &who, &customer, &when).await?;
    let contact = app.workspace.add_contact(&key, checked(body)?, &who.author()).await?;
    Ok((StatusCode::CREATED, Versioned(contact.version, viewed(contact, &who))).into_response())
}

/// Changes a contact.
#[utoipa::path(patch, path = "/contacts/{id}", tag = "customers", params(("id" = i64, Path, description = "Its number"), ("if-match" = String, Header, description = "The ETag")), request_body = ContactBody, responses((status = 200, body = ContactView)))]
async fn change(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<i64>,
    IfMatch(version): IfMatch,
    Json(body): Json<ContactBody>,
) -> Result<Versioned<ContactView>, Problem> {
    who.needs(Right::EditCustomers)?;
    found(&app, &who, id).await?;
    let contact = app.workspace.change_contact(id, version, checked(body)?, &who.author()).await?;
    Ok(Versioned(contact.version, viewed(contact, &who)))
}

/// Removes a contact.
#[utoipa::path(delete, path = "/contacts/{id}", tag = "customers", params(("id" = i64, Path, description = "Its number")), responses((status = 204)))]
async fn remove(State(app): State<Arc<App>>, who: Who, Path(id): Path<i64>) -> Result<StatusCode, Problem> {
    who.needs(Right::EditCustomers)?;
    let contact = found(&app, &who, id).await?;
    app.workspace.remove_contact(id, contact.version, &who.author()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn found(app: &App, who: &Who, id: i64) -> Result<CustomerContact, Problem> {
    let none = || Problem::not_found("Este contato não existe.");
    let contact = app.workspace.contact(id).await?.ok_or_else(none)?;
    if seen(app, who, &contact.customer).await? { Ok(contact) } else { Err(none()) }
}

fn checked(body: ContactBody) -> Result<ContactDetails, Problem> {
    let ContactBody { department, name, role, emails, phone, whatsapp, note } = body;
    let field = |name: &'static str, value: Option<String>| {
        let kept = checked_value(name, value.as_deref().unwrap_or_default());
        kept.map_err(|error| Problem::invalid(name, error.to_string()))
    };
    Ok(ContactDetails {
        department: department.into(),
        name: checked_name(&name)?,
        role: short("role", role)?,
        emails: field("emails", emails)?,
        phone: field("phone", phone)?,
        whatsapp: whatsapp.unwrap_or(false),
        note: short("note", note)?,
    })
}

fn short(field: &str, text: Option<String>) -> Result<Option<String>, Problem> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match &text {
        Some(long) if long.chars().count() > LONGEST => {
            Err(Problem::invalid(field, "O texto passa de 500 caracteres."))
        }
        _ => Ok(text),
    }
}

/// A contact; how to reach the person is covered for whoever does not need it.
fn viewed(contact: CustomerContact, who: &Who) -> ContactView {
    let CustomerContact { id, details, version, .. } = contact;
    let ContactDetails { department, name, role, emails, phone, whatsapp, note } = details;
    let shown = |value: Option<String>| {
        if who.can(Right::PersonalData) { value } else { value.map(|_| "•••".to_owned()) }
    };
    ContactView {
        id,
        department: department.into(),
        name,
        role,
        emails: shown(emails),
        phone: shown(phone),
        whatsapp,
        note: shown(note),
        version,
    }
}

impl From<DepartmentName> for Department {
    fn from(name: DepartmentName) -> Self {
        match name {
            DepartmentName::Compras => Self::Purchasing,
            DepartmentName::Financeiro => Self::Finance,
            DepartmentName::Direcao => Self::Management,
            DepartmentName::Fiscal => Self::Tax,
            DepartmentName::Logistica => Self::Logistics,
            DepartmentName::Outro => Self::Other,
        }
    }
}

impl From<Department> for DepartmentName {
    fn from(department: Department) -> Self {
        match department {
            Department::Purchasing => Self::Compras,
            Department::Finance => Self::Financeiro,
            Department::Management => Self::Direcao,
            Department::Tax => Self::Fiscal,
            Department::Logistics => Self::Logistica,
            Department::Other => Self::Outro,
        }
    }
}

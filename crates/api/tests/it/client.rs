//! Requests as browsers and programs send them, and what comes back.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use serde_json::Value;
use store::User;

/// Where the resources are.
pub const BASE: &str = "/api/v1";

/// Someone who is signed in, by what their browser holds.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who it is.
    pub user: User,
    /// The secret of the session's cookie.
    pub secret: String,
    /// What its pages send along.
    pub csrf: String,
}

impl Person {
    /// The cookie, as browsers send it.
    pub fn cookie(&self) -> String {
        format!("carteira_session={}", self.secret)
    }
}

/// A request being put together.
#[derive(Clone, Debug)]
pub struct Ask {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    address: SocketAddr,
}

/// Reads a resource.
pub fn get(path: &str) -> Ask {
    Ask::of("GET", path)
}

/// Makes something of a resource.
pub fn post(path: &str, body: Value) -> Ask {
    Ask::of("POST", path).json(body)
}

/// Puts a resource in place.
pub fn put(path: &str, body: Value) -> Ask {
    Ask::of("PUT", path).json(body)
}

/// Changes a resource.
pub fn patch(path: &str, body: Value) -> Ask {
    Ask::of("PATCH", path).json(body)
}

/// Removes a resource.
pub fn delete(path: &str) -> Ask {
    Ask::of("DELETE", path)
}

impl Ask {
    /// A request of a resource, by its path below [`BASE`].
    pub fn of(method: &str, path: &str) -> Self {
        Self::at(method, &format!("{BASE}{path}"))
    }

    /// A request of anything the server answers, by its whole path.
    pub fn at(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            address: SocketAddr::from(([192, 0, 2, 1], 50_000)),
        }
    }

    /// By someone who is signed in, from our pages.
    pub fn by(self, person: &Person) -> Self {
        self.with_cookie_of(person).header("x-csrf-token", &person.csrf)
    }

    /// With someone's cookie only, as a foreign page could make a browser send it.
    pub fn with_cookie_of(self, person: &Person) -> Self {
        self.header("cookie", &person.cookie())
    }

    /// By a program.
    pub fn by_token(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// The same of another customer.
    pub fn about(mut self, customer: &str, other: &str) -> Self {
        self.path = self.path.replace(customer, other);
        self
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Of the thing of a number, where the path says `ID`.
    pub fn with_id(mut self, id: i64) -> Self {
        self.path = self.path.replace("ID", &id.to_string());
        self
    }

    /// Of the version that an ETag says.
    pub fn version(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// The same without a header.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// Under an idempotency key.
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// With a JSON body.
    pub fn json(self, body: Value) -> Self {
        self.header("content-type", "application/json").bytes(body.to_string().into_bytes())
    }

    /// With a body.
    pub fn bytes(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// From a neighbour of an own address.
    pub fn from(self, last: u8) -> Self {
        self.at_address([198, 51, 100, last])
    }

    /// From an address.
    pub fn at_address(mut self, address: [u8; 4]) -> Self {
        self.address = SocketAddr::from((address, 50_000));
        self
    }

    /// The request itself.
    pub fn request(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method.as_str()).uri(&self.path).header("host", "localhost");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let mut request = request.body(Body::from(self.body)).expect("a request that can be sent");
        request.extensions_mut().insert(ConnectInfo(self.address));
        request
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The same, of this status and no other.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The code of a problem, with its status.
    #[track_caller]
    pub fn problem(&self) -> (u16, String) {
        (self.status, text(&self.json()["code"]))
    }

    /// A header; empty where it is absent.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// The items of a list.
    #[track_caller]
    pub fn items(&self) -> Vec<Value> {
        self.json()["items"].as_array().cloned().unwrap_or_else(|| panic!("no list: {}", self.text()))
    }

    /// The keys of a page of customers, in their order.
    #[track_caller]
    pub fn customers(&self) -> Vec<String> {
        let rows = self.json()["rows"].as_array().cloned().unwrap_or_else(|| panic!("no rows: {}", self.text()));
        rows.iter().map(|row| text(&row["customer"])).collect()
    }

    /// A problem without what tells one request from another.
    pub fn refusal(&self) -> (u16, Value) {
        let mut body = self.json();
        if let Some(fields) = body.as_object_mut() {
            fields.remove("request");
        }
        (self.status, body)
    }
}

/// A text of a JSON body.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text is wanted, not {value}")).to_owned()
}

/// A path with a query.
pub fn with_query(path: &str, query: &[(&str, &str)]) -> String {
    let written: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    format!("{path}?{written}")
}

/// What a cursor says to whoever decodes it.
pub fn decoded(cursor: &str) -> String {
    String::from_utf8_lossy(&URL_SAFE_NO_PAD.decode(cursor).unwrap_or_default()).into_owned()
}

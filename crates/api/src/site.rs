//! The pages: the web application as it was built, the manual, and the contract to click through. All of it
//! comes with the program; nothing is fetched from elsewhere.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::app::App;
use crate::problem::Problem;

/// The web application, as `cargo xtask` built it.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Web;

/// The manual's chapters.
#[derive(RustEmbed)]
#[folder = "../../docs/manual"]
#[include = "*.md"]
struct Manual;

/// Said where the program was built without the web application.
const WITHOUT_WEB: &str = include_str!("site/without_web.html");

/// The frame of the manual's pages.
const CHAPTER: &str = include_str!("site/chapter.html");

/// The look of both.
const STYLE: &str = include_str!("site/style.css");

/// The application's one page, which finds its way by the address.
const INDEX: &str = "index.html";

/// The pages.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/manual", get(|| async { Redirect::permanent("/manual/README") }))
        .route("/manual/style.css", get(|| async { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE) }))
        .route("/manual/{chapter}", get(chapter))
        .fallback(page)
}

/// A file of the application, or its page.
async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Problem::not_found("Este endereço não leva a nada: veja os que existem em /api/docs.").into_response();
    }
    let wanted = if path.is_empty() { INDEX } else { path };
    match Web::get(wanted) {
        Some(file) => sent(wanted, file, &headers),
        // All that is not a file of the build is an address of the application's own: keys of customers have dots too.
        None if !wanted.starts_with("assets/") => match Web::get(INDEX) {
            Some(file) => sent(INDEX, file, &headers),
            None => Html(WITHOUT_WEB).into_response(),
        },
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn sent(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", blake3::Hash::from_bytes(file.metadata.sha256_hash()).to_hex());
    // Names of what was built change with what is in it; the page that names them does not.
    let keep = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok()) == Some(&tag);
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => {
            ([(header::CONTENT_TYPE, file.metadata.mimetype().to_owned())], file.data.into_owned()).into_response()
        }
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// A chapter of the manual.
async fn chapter(Path(chapter): Path<String>) -> Response {
    let name = chapter.trim_end_matches(".md");
    let file = Manual::get(&format!("{name}.md"));
    let Some(text) = file.and_then(|file| String::from_utf8(file.data.into_owned()).ok()) else {
        return Redirect::to("/manual/README").into_response();
    };
    let title = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("Manual");
    let page = CHAPTER.replace("{{title}}", &escaped(title)).replace("{{body}}", &rendered(&text));
    Html(page).into_response()
}

/// Markdown as HTML; headings can be pointed to, and links to chapters lead to their pages.
fn rendered(text: &str) -> String {
    let events: Vec<Event<'_>> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    let mut shown = Vec::with_capacity(events.len());
    for (place, event) in events.iter().enumerate() {
        shown.push(match event {
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => Event::Start(Tag::Heading {
                level: *level,
                id: Some(anchor(&events[place..]).into()),
                classes: classes.clone(),
                attrs: attrs.clone(),
            }),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => Event::Start(Tag::Link {
                link_type: *link_type,
                dest_url: CowStr::from(dest_url.replace(".md", "")),
                title: title.clone(),
                id: id.clone(),
            }),
            // The manual is ours, and has none; what looks like some is text.
            Event::Html(html) | Event::InlineHtml(html) => Event::Text(html.clone()),
            other => other.clone(),
        });
    }
    let mut page = String::new();
    html::push_html(&mut page, shown.into_iter());
    page
}

/// What a heading is pointed to by: the code in it, else its words in small letters with hyphens between.
fn anchor(events: &[Event<'_>]) -> String {
    let heading = events.iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let mut words = String::new();
    for event in heading {
        match event {
            Event::Code(code) => return code.to_string(),
            Event::Text(text) => words.push_str(text),
            _ => {}
        }
    }
    words
        .to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_rendered_with_anchors_and_links() {
        let page =
            rendered("# Conta\n\n## Receita (`revenue_12m_cents`)\n\nVeja [metas](metas.md#ano) <script>x</script>\n");
        assert!(page.contains("<h2 id=\"revenue_12m_cents\">"), "{page}");
        assert!(page.contains("<h1 id=\"conta\">"), "{page}");
        assert!(page.contains("href=\"metas#ano\""), "{page}");
        assert!(!page.contains("<script>"), "{page}");
    }
}

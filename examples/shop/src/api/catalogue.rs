//! What is for sale: page by page, one by one, and by search.

use std::hash::{DefaultHasher, Hasher as _};

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::store::{Product, Tongue, catalogue, product};
use crate::web::{Complaints, Origin, PageQuery, Problem, QueryOf, Site};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/catalogue", get(list))
        .route("/catalogue/{sku}", get(show))
        .route("/search", get(search))
}

async fn list(
    tongue: Tongue,
    origin: Origin,
    QueryOf(page): QueryOf<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let page = page.page()?;
    let items: Vec<_> = page.cut(catalogue().iter()).map(|product| product.view(tongue)).collect();
    let total = catalogue().len();
    let next = page.next(total, &origin, "/catalogue");
    let link = next.as_ref().map(|next| format!("<{next}>; rel=\"next\""));
    let body = json!({ "items": items, "total": total, "next": next });
    let mut response = cacheable(&body, tongue, &headers);
    if let Some(link) = link.and_then(|link| HeaderValue::try_from(link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

async fn show(
    tongue: Tongue,
    Path(sku): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = product(&sku);
    let product = found.ok_or_else(|| Problem::not_found("This is not for sale."))?;
    Ok(cacheable(&product.view(tongue), tongue, &headers))
}

#[derive(Deserialize)]
struct SearchQuery {
    q: String,
}

async fn search(
    tongue: Tongue,
    QueryOf(SearchQuery { q }): QueryOf<SearchQuery>,
) -> Result<Json<Value>, Problem> {
    let words = q.trim().to_lowercase();
    let mut complaints = Complaints::default();
    let length = words.chars().count();
    complaints.unless((2..=100).contains(&length), "q", "must have 2 to 100 characters");
    complaints.settle()?;
    let matching = catalogue().iter().filter(|product| product.matches(&words));
    let hits: Vec<_> = matching.map(|product: &Product| product.view(tongue)).collect();
    Ok(Json(json!({ "query": q, "count": hits.len(), "hits": hits })))
}

/// The body with its `etag`; 304 without it for whoever has it already.
fn cacheable(body: &impl Serialize, tongue: Tongue, headers: &HeaderMap) -> Response {
    let bytes = serde_json::to_vec(body).expect("products always fit into JSON");
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    let etag = format!("\"{:016x}\"", hasher.finish());
    let had = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let known = had.is_some_and(|tags| {
        tags.split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| tag == etag || tag == "*")
    });
    let about = [
        (header::ETAG, etag),
        (header::CACHE_CONTROL, "max-age=60".to_owned()),
        (header::VARY, "accept-language".to_owned()),
        (header::CONTENT_LANGUAGE, tongue.tag().to_owned()),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    (about, [(header::CONTENT_TYPE, "application/json")], bytes).into_response()
}

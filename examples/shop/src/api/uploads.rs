//! Files, sent as the parts of a form.

use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Serialize;

use crate::store::{Upload, UploadedFile};
use crate::web::{Complaints, Customer, Problem, Site};

/// How great an upload may be.
const MOST_BYTES: usize = 1024 * 1024;
/// How many files it may have.
const MOST_FILES: usize = 5;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/uploads", post(upload).layer(DefaultBodyLimit::max(MOST_BYTES)))
        .route("/uploads/{id}", get(show).delete(delete))
        .route("/uploads/{id}/{part}", get(download))
}

#[derive(Serialize)]
struct UploadView {
    id: u64,
    title: String,
    files: Vec<UploadedFile>,
}

impl From<Upload> for UploadView {
    fn from(upload: Upload) -> Self {
        Self { id: upload.id, title: upload.title, files: upload.files }
    }
}

async fn upload(
    State(site): State<Site>,
    customer: Customer,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let mut form = form.map_err(|_| {
        let detail = "Send `multipart/form-data` with a boundary.";
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
    })?;
    let (mut title, mut files) = (String::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.file_name().is_some() {
            files.push(file(field).await?);
        } else if field.name() == Some("title") {
            title = field.text().await.map_err(unreadable)?;
        }
    }
    let mut complaints = Complaints::default();
    complaints.unless(
        (1..=100).contains(&title.chars().count()),
        "title",
        "must have 1 to 100 characters",
    );
    complaints.unless((1..=MOST_FILES).contains(&files.len()), "files", "must be 1 to 5");
    complaints.settle()?;
    let upload = site.store.uploads().add(customer.account.id, title, files);
    let location = AppendHeaders([(header::LOCATION, format!("/uploads/{}", upload.id))]);
    Ok((StatusCode::CREATED, location, Json(UploadView::from(upload))).into_response())
}

async fn file(field: Field<'_>) -> Result<UploadedFile, Problem> {
    let part = field.name().unwrap_or_default().to_owned();
    let name = field.file_name().unwrap_or_default().to_owned();
    let media_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
    let bytes = field.bytes().await.map_err(unreadable)?;
    Ok(UploadedFile { part, name, media_type, size: bytes.len(), bytes })
}

/// 413 when it is too much, 400 when it is garbled.
fn unreadable(error: MultipartError) -> Problem {
    Problem::new(error.status(), error.body_text())
}

fn find(site: &Site, customer: &Customer, id: &str) -> Result<Upload, Problem> {
    let id = id.parse().map_err(|_| no_such_upload())?;
    site.store.uploads().find(id, customer.account.id).cloned().ok_or_else(no_such_upload)
}

fn no_such_upload() -> Problem {
    Problem::not_found("There is no such upload.")
}

async fn show(
    State(site): State<Site>,
    customer: Customer,
    Path(id): Path<String>,
) -> Result<Json<UploadView>, Problem> {
    Ok(Json(find(&site, &customer, &id)?.into()))
}

/// The bytes of one part, as they came.
async fn download(
    State(site): State<Site>,
    customer: Customer,
    Path((id, part)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let upload = find(&site, &customer, &id)?;
    let file = upload.files.into_iter().find(|file| file.part == part);
    let file = file.ok_or_else(|| Problem::not_found("This upload has no such part."))?;
    let media_type = HeaderValue::try_from(file.media_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    Ok(([(header::CONTENT_TYPE, media_type)], file.bytes).into_response())
}

async fn delete(
    State(site): State<Site>,
    customer: Customer,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| no_such_upload())?;
    let removed = site.store.uploads().remove(id, customer.account.id);
    if removed { Ok(StatusCode::NO_CONTENT) } else { Err(no_such_upload()) }
}

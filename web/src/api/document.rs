//! The description of the API, as OpenAPI 3.1: made of the same lines that lead to the handlers.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use runner_store::TokenScope;
use serde_json::{Map, Value};
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, Content, InfoBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{PartialSchema as _, ToSchema as _};
use utoipa_axum::router::OpenApiRouter;

use crate::problem::ProblemDetails;
use crate::router::Inside;

/// What is remembered of a run, which other crates write: the shape of `docs/report-json.md`.
const RUN: &str = include_str!("run.schema.json");

/// The scheme of all that need a token.
const TOKEN: &str = "token";

/// Says of the ways of `router` that they need a token with this scope.
pub(super) fn needing(
    mut router: OpenApiRouter<Arc<Inside>>,
    scope: TokenScope,
) -> OpenApiRouter<Arc<Inside>> {
    each_operation(router.get_openapi_mut(), |operation| {
        let scope = scope.as_str();
        operation.security = Some(vec![SecurityRequirement::new(TOKEN, [scope])]);
        let said =
            operation.description.take().map_or_else(String::new, |said| format!("{said}\n\n"));
        operation.description = Some(format!("{said}Needs a token with the scope `{scope}`."));
    });
    router
}

/// Completes the description: who we are, how one shows a token, what every no looks like.
pub(super) fn completed(mut document: OpenApi) -> Value {
    document.info = InfoBuilder::new()
        .title("tripline")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Everything that the pages show and do."))
        .build();
    let components = document.components.get_or_insert_with(Components::new);
    components.add_security_scheme(TOKEN, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    let name = ProblemDetails::name().into_owned();
    components.schemas.insert(name.clone(), ProblemDetails::schema());
    each_operation(&mut document, |operation| {
        let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name(&name))));
        let no = ResponseBuilder::new()
            .description("Why not, and the way out.")
            .content("application/problem+json", content)
            .build();
        operation.responses.responses.insert("default".to_owned(), RefOr::T(no));
    });
    let mut document = serde_json::to_value(document).expect("it is made of text and lists");
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    let runs: Map<String, Value> = serde_json::from_str(RUN).expect("a test has read it");
    schemas.expect("problems are among them").extend(runs);
    document
}

fn each_operation(document: &mut OpenApi, mut change: impl FnMut(&mut Operation)) {
    for path in document.paths.paths.values_mut() {
        let methods = [&mut path.get, &mut path.post, &mut path.delete, &mut path.head];
        for operation in methods.into_iter().flatten() {
            change(operation);
        }
    }
}

/// The description.
pub(crate) async fn document(State(inside): State<Arc<Inside>>) -> Json<Value> {
    Json(inside.document.clone())
}

//! How words and names that other crates own are described.

use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{ArrayBuilder, Object, Ref, RefOr, Schema};

use crate::pages::Range;

fn word_of(words: &[&str]) -> RefOr<Schema> {
    let object: Object = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .enum_values(Some(words.iter().copied()))
        .build();
    RefOr::T(Schema::Object(object))
}

/// How a run ended.
pub(super) fn outcome() -> RefOr<Schema> {
    word_of(&["passed", "degraded", "failed", "errored", "skipped"])
}

/// Runs of tests (`run.schema.json`).
pub(super) fn test_runs() -> RefOr<Schema> {
    list_of("TestRun")
}

/// Tests that were run (`run.schema.json`).
pub(super) fn test_results() -> RefOr<Schema> {
    list_of("TestResult")
}

/// A test that was run (`run.schema.json`).
pub(super) fn test_result() -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name("TestResult"))
}

fn list_of(name: &str) -> RefOr<Schema> {
    let list = ArrayBuilder::new().items(RefOr::<Schema>::Ref(Ref::from_schema_name(name)));
    RefOr::T(Schema::Array(list.build()))
}

/// Why a run took place.
pub(super) fn trigger() -> RefOr<Schema> {
    word_of(&["schedule", "confirmation", "manual", "deploy"])
}

/// Where a monitor stands.
pub(super) fn standing() -> RefOr<Schema> {
    word_of(&["down", "degraded", "unknown", "maintenance", "paused", "not_run_yet", "up"])
}

/// How urgent something is.
pub(super) fn severity() -> RefOr<Schema> {
    word_of(&["info", "warning", "critical"])
}

/// A stretch of time that ends at present.
pub(super) fn range() -> RefOr<Schema> {
    word_of(&Range::ALL.map(Range::as_str))
}

/// What a token allows.
pub(super) fn scope() -> RefOr<Schema> {
    word_of(&["read", "run", "admin"])
}

/// What is measured.
pub(super) fn measure() -> RefOr<Schema> {
    word_of(&["availability", "reliability"])
}

/// What is said of a deploy.
pub(super) fn verdict() -> RefOr<Schema> {
    word_of(&["passed", "already_failing", "slower", "cannot_tell", "worse"])
}

/// What something that was found is.
pub(super) fn kind_found() -> RefOr<Schema> {
    word_of(&["suite", "run", "incident", "objective", "action", "page"])
}

//! An environment with its ancestors and overlays merged.

use std::path::PathBuf;
use std::time::Duration;

use runner_model::{EnvironmentName, SecretName, ServiceName};

use crate::language::{Settings, Template, ValueTemplate, Writes};
use crate::source::{Span, Spanned};

/// Where services are and what is known there.
#[derive(Clone, Debug, PartialEq)]
pub struct Environment {
    /// `staging`, `staging+ios`.
    pub name: EnvironmentName,
    /// In order; each may use the ones before and, by name, any other.
    pub vars: Vec<EnvironmentVar>,
    /// Where each service is.
    pub services: Vec<Endpoint>,
    /// Where each secret comes from.
    pub secrets: Vec<SecretDeclaration>,
    /// Files that feed `env` secrets, absolute.
    pub dotenv: Vec<Spanned<PathBuf>>,
    /// Over what tests fan out.
    pub matrix: Vec<Dimension>,
    /// Refuses steps that write.
    pub protected: bool,
    /// Unless the suite and the tenant agree with this.
    pub allow_writes: Writes,
    /// Headers, auth, tls, proxy of every request.
    pub settings: Settings,
    /// Where it is written.
    pub span: Span,
}

impl Environment {
    /// Where a service is, when it is anywhere.
    pub fn endpoint(&self, service: &str) -> Option<&Endpoint> {
        self.services.iter().find(|endpoint| endpoint.service.as_str() == service)
    }
}

/// A variable of an environment.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvironmentVar {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value.
    pub value: ValueTemplate,
    /// Where the value is written, in whichever ancestor or overlay.
    pub span: Span,
}

/// Where a service is in an environment.
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoint {
    /// Which.
    pub service: ServiceName,
    /// Its base URL; paths are appended.
    pub url: Template,
    /// Headers, auth, timeout, … of every request to it.
    pub settings: Settings,
    /// Where it is written, in whichever ancestor or overlay.
    pub span: Span,
}

/// A secret of an environment.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretDeclaration {
    /// Its name.
    pub name: SecretName,
    /// Where it comes from.
    pub source: SecretSource,
    /// Where that is written.
    pub span: Span,
}

/// Where a secret comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretSource {
    /// A variable of the operating system, or of a `dotenv` file.
    Env(String),
    /// A file, absolute; a line break at its end is not part of it.
    File(PathBuf),
    /// What a command prints, without the line break at its end. No shell.
    Command {
        /// The program and its arguments.
        args: Vec<String>,
        /// For how long the answer may be kept.
        cache: Option<Duration>,
    },
}

/// A dimension of the matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// `tenant`
    pub name: String,
    /// In order.
    pub entries: Vec<MatrixEntry>,
    /// Where it is written.
    pub span: Span,
}

/// An entry of a dimension: a tenant.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixEntry {
    /// Its `name`.
    pub name: String,
    /// `canary: true`: made for tests.
    pub canary: bool,
    /// Everything it says, `name` and `canary` included: `{{tenant.email}}`.
    pub values: Vec<(String, ValueTemplate)>,
    /// Where it is written.
    pub span: Span,
}

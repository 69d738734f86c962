//! What the service may do.

use runner_model::AddressRange;

/// What the service may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Serve {
    /// Link-local and metadata addresses that monitors may ask all the same.
    pub allow_addresses: Vec<AddressRange>,
}

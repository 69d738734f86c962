//! What was uploaded.

use axum::body::Bytes;
use serde::Serialize;

use super::accounts::AccountId;
use super::bounded::Bounded;

/// A few files under one title.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) id: u64,
    pub(crate) owner: AccountId,
    pub(crate) title: String,
    pub(crate) files: Vec<UploadedFile>,
}

/// One file of an upload.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct UploadedFile {
    /// The name of the part.
    pub(crate) part: String,
    /// The name of the file, as the sender calls it.
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) media_type: String,
    pub(crate) size: usize,
    #[serde(skip)]
    pub(crate) bytes: Bytes,
}

/// All uploads.
#[derive(Debug)]
pub(crate) struct Uploads {
    by_id: Bounded<u64, Upload>,
    next: u64,
}

impl Uploads {
    /// Nothing uploaded yet.
    pub(crate) const fn new(limit: usize) -> Self {
        Self { by_id: Bounded::new(limit), next: 1 }
    }

    /// Keeps an upload.
    pub(crate) fn add(
        &mut self,
        owner: AccountId,
        title: String,
        files: Vec<UploadedFile>,
    ) -> Upload {
        let upload = Upload { id: self.next, owner, title, files };
        self.next += 1;
        self.by_id.insert(upload.id, upload.clone());
        upload
    }

    /// Finds an upload of this account.
    pub(crate) fn find(&self, id: u64, owner: AccountId) -> Option<&Upload> {
        self.by_id.get(&id).filter(|upload| upload.owner == owner)
    }

    /// Removes an upload of this account; says whether there was one.
    pub(crate) fn remove(&mut self, id: u64, owner: AccountId) -> bool {
        self.find(id, owner).is_some() && self.by_id.remove(&id).is_some()
    }
}

//! Who may log in.

use serde::{Deserialize, Serialize};

use super::bounded::Bounded;

/// The password of every seeded account. A sample has no secrets.
pub(crate) const SEED_PASSWORD: &str = "correct-horse-battery";

/// Names an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub(crate) struct AccountId(u64);

/// A customer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) region: &'static str,
    /// Whether it belongs to a canary tenant: made to be tested on.
    pub(crate) canary: bool,
    #[serde(skip)]
    password: String,
}

/// What a new customer tells about themselves.
#[derive(Debug, Deserialize)]
pub(crate) struct SignUp {
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) name: Option<String>,
}

/// Why an account stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountError {
    /// Another account has this e-mail address.
    Taken,
    /// It is one of the seeded accounts, which every suite relies on.
    Seeded,
    /// There is no such account.
    Unknown,
}

/// All accounts. The seeded ones are never forgotten.
#[derive(Debug)]
pub(crate) struct Accounts {
    by_id: Bounded<AccountId, Account>,
    next: u64,
    seeds: Vec<AccountId>,
}

impl Accounts {
    /// The accounts that are there from the start.
    pub(crate) fn seeded(limit: usize) -> Self {
        let mut accounts = Self { by_id: Bounded::new(limit), next: 1, seeds: Vec::new() };
        for (email, name, region, canary) in [
            ("test-user@example.com", "Test User", "eu", false),
            ("second-user@example.com", "Second User", "us", false),
            ("canary-eu@example.com", "Canary EU", "eu", true),
            ("canary-us@example.com", "Canary US", "us", true),
        ] {
            let id = accounts.next_id();
            let (email, name) = (email.to_owned(), name.to_owned());
            let password = SEED_PASSWORD.to_owned();
            accounts.by_id.pin(id, Account { id, email, name, region, canary, password });
            accounts.seeds.push(id);
        }
        accounts
    }

    /// The accounts that are there from the start.
    pub(crate) fn seeds(&self) -> &[AccountId] {
        &self.seeds
    }

    /// Finds an account.
    pub(crate) fn get(&self, id: AccountId) -> Option<&Account> {
        self.by_id.get(&id)
    }

    /// The account that these credentials open.
    pub(crate) fn with_credentials(&self, email: &str, password: &str) -> Option<&Account> {
        self.by_email(email).filter(|account| account.password == password)
    }

    /// Adds an account.
    pub(crate) fn sign_up(&mut self, new: SignUp) -> Result<Account, AccountError> {
        if self.by_email(&new.email).is_some() {
            return Err(AccountError::Taken);
        }
        let id = self.next_id();
        let account = Account {
            id,
            name: new.name.unwrap_or_else(|| new.email.clone()),
            email: new.email,
            region: "eu",
            canary: false,
            password: new.password,
        };
        self.by_id.insert(id, account.clone());
        Ok(account)
    }

    /// Gives an account another name.
    pub(crate) fn rename(&mut self, id: AccountId, name: String) -> Result<Account, AccountError> {
        self.not_seeded(id)?;
        let account = self.by_id.get_mut(&id).ok_or(AccountError::Unknown)?;
        account.name = name;
        Ok(account.clone())
    }

    /// Removes an account.
    pub(crate) fn close(&mut self, id: AccountId) -> Result<(), AccountError> {
        self.not_seeded(id)?;
        self.by_id.remove(&id).map(|_| ()).ok_or(AccountError::Unknown)
    }

    fn by_email(&self, email: &str) -> Option<&Account> {
        self.by_id.values().find(|account| account.email.eq_ignore_ascii_case(email))
    }

    fn not_seeded(&self, id: AccountId) -> Result<(), AccountError> {
        if self.seeds.contains(&id) { Err(AccountError::Seeded) } else { Ok(()) }
    }

    fn next_id(&mut self) -> AccountId {
        let id = AccountId(self.next);
        self.next += 1;
        id
    }
}

//! Variables in settings.

use super::Uses;
use crate::language::{Auth, HeaderSetting, Setting, Settings};

impl<'a> Uses<'a> {
    /// Everything a level says, headers and auth included.
    pub(in crate::check) fn settings(&mut self, settings: &'a Settings) {
        self.headers(&settings.headers);
        self.auth(settings);
        self.connection(settings);
    }

    /// Headers; they are filled after the body.
    pub(in crate::check) fn headers(
        &mut self,
        headers: impl IntoIterator<Item = &'a HeaderSetting>,
    ) {
        self.where_the_request_is_known(|uses| {
            for value in headers.into_iter().filter_map(|header| header.value.as_ref()) {
                uses.value(value);
            }
        });
    }

    /// Auth; it is filled after the body.
    pub(in crate::check) fn auth(&mut self, settings: &'a Settings) {
        let Setting::Set(auth) = &settings.auth else { return };
        self.where_the_request_is_known(|uses| match &auth.value {
            Auth::None => {}
            Auth::Basic { username, password } => {
                uses.template(username);
                uses.template(password);
            }
            Auth::Bearer(token) => uses.template(token),
            Auth::ApiKey { value, .. } => uses.template(value),
        });
    }

    /// Everything but headers and auth.
    pub(in crate::check) fn connection(&mut self, settings: &'a Settings) {
        if let Setting::Set(tls) = &settings.tls
            && let Some(name) = &tls.server_name
        {
            self.template(name);
        }
        if let Setting::Set(proxy) = &settings.proxy {
            self.template(&proxy.url);
        }
        if let Setting::Set(retry) = &settings.retry {
            self.checks(&retry.when);
        }
        if let Setting::Set(address) = &settings.resolve {
            self.template(address);
        }
        if let Setting::Set(agent) = &settings.user_agent {
            self.template(agent);
        }
    }
}

//! The helpers, one arm each. FORMAT.md section 13 lists arguments and results.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use runner_model::StepError;
use serde_json::Value;
use sha2::Digest;
use suites::{Expr, Helper};

use super::{FillError, Filler, describe, fake, text_of, time};

impl Filler<'_> {
    /// What a helper gives.
    pub(super) fn call(
        &self,
        helper: Helper,
        args: &[Expr],
        named: &[(String, Expr)],
    ) -> Result<Value, FillError> {
        let call = Call { filler: self, helper, args, named };
        match helper {
            Helper::Uuid => Ok(self.uuid().into()),
            Helper::Now | Helper::Date | Helper::Timestamp => call.clock(),
            Helper::Random => Ok(float(self.seed.bits(0))),
            Helper::RandomInt => call.random_int(),
            Helper::RandomString => call.random_string(),
            Helper::Base64 => call.bytes(|bytes| STANDARD.encode(bytes)),
            Helper::Base64Decode => call.decoded(),
            Helper::Base64Url => call.bytes(|bytes| URL_SAFE_NO_PAD.encode(bytes)),
            Helper::Hex => call.bytes(hex),
            Helper::Md5 => call.bytes(|bytes| hex(&md5::Md5::digest(bytes))),
            Helper::Sha1 => call.bytes(|bytes| hex(&sha1::Sha1::digest(bytes))),
            Helper::Sha256 => call.bytes(|bytes| hex(&sha2::Sha256::digest(bytes))),
            Helper::HmacSha1 | Helper::HmacSha256 => call.hmac(),
            Helper::Json => Ok(call.value(0)?.to_string().into()),
            Helper::String => call.string(),
            Helper::Number => call.number(),
            Helper::Lower => Ok(call.text(0)?.to_lowercase().into()),
            Helper::Upper => Ok(call.text(0)?.to_uppercase().into()),
            Helper::Trim => Ok(call.text(0)?.trim().into()),
            Helper::Length => call.length(),
            Helper::Default => call.default(),
            Helper::UrlEncode => Ok(crate::request::encode_component(&call.text(0)?).into()),
            Helper::Raw => call.value(0),
            Helper::File => call.file(),
            Helper::Fake => call.fake(),
        }
    }

    /// Version 4 (RFC 9562) from the seed.
    fn uuid(&self) -> String {
        let (high, low) = (self.seed.bits(0), self.seed.bits(1));
        let high = (high & !0xf000) | 0x4000;
        let low = (low & !(0b11 << 62)) | (0b10 << 62);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }
}

/// 53 random bits as a number from 0 up to, not including, 1.
fn float(bits: u64) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let number = (bits >> 11) as f64 / (1_u64 << 53) as f64;
    serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// A helper with its arguments, not looked at yet.
struct Call<'c, 'f> {
    filler: &'c Filler<'f>,
    helper: Helper,
    args: &'c [Expr],
    named: &'c [(String, Expr)],
}

impl Call<'_, '_> {
    fn value(&self, n: usize) -> Result<Value, FillError> {
        let Some(arg) = self.args.get(n) else {
            return Err(self.unfit(format!("it needs {} more", n + 1 - self.args.len())));
        };
        self.filler.expr(arg, n + 1)
    }

    fn text(&self, n: usize) -> Result<String, FillError> {
        let value = self.value(n)?;
        text_of(&value, &self.args[n])
    }

    fn integer(&self, n: usize) -> Result<i64, FillError> {
        let value = self.value(n)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.parse().map_err(|_| self.unfit(format!("{} is no whole number", describe(&value))))
    }

    /// An optional argument: by name, or by position when there is one.
    fn option(&self, name: &str, position: Option<usize>) -> Result<Option<String>, FillError> {
        if let Some((_, arg)) = self.named.iter().find(|(given, _)| given == name) {
            let value = self.filler.expr(arg, 100)?;
            return text_of(&value, arg).map(Some);
        }
        match position.filter(|&n| n < self.args.len()) {
            Some(n) => self.text(n).map(Some),
            None => Ok(None),
        }
    }

    fn unfit(&self, why: impl std::fmt::Display) -> FillError {
        FillError::Unfit(format!("`{}` cannot be worked out: {why}", self.helper.as_str()))
    }

    fn clock(&self) -> Result<Value, FillError> {
        let at = time::shifted(self.filler.now, self.option("offset", None)?.as_deref())?;
        if self.helper == Helper::Date {
            return Ok(time::date(at).into());
        }
        if self.helper == Helper::Now {
            return Ok(time::formatted(at, self.option("format", None)?.as_deref())?.into());
        }
        match self.option("unit", Some(0))?.as_deref() {
            None | Some("s") => Ok(at.as_second().into()),
            Some("ms") => Ok(at.as_millisecond().into()),
            Some(unit) => Err(self.unfit(format!("`unit` is \"s\" or \"ms\", not \"{unit}\""))),
        }
    }

    fn random_int(&self) -> Result<Value, FillError> {
        let (low, high) = (self.integer(0)?, self.integer(1)?);
        if low > high {
            return Err(self.unfit(format!("{low} is more than {high}")));
        }
        let span = high.abs_diff(low).saturating_add(1);
        Ok(low.wrapping_add_unsigned(self.filler.seed.below(0, span)).into())
    }

    fn random_string(&self) -> Result<Value, FillError> {
        const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
        let length = usize::try_from(self.integer(0)?).ok().filter(|&n| n <= 1_000_000);
        let length = length.ok_or_else(|| self.unfit("the length is from 0 to 1000000"))?;
        let alphabet = self.option("alphabet", Some(1))?;
        let alphabet: Vec<char> = alphabet.as_deref().unwrap_or(ALPHABET).chars().collect();
        if alphabet.is_empty() {
            return Err(self.unfit("the alphabet is empty"));
        }
        let draw = |n| {
            let at = self.filler.seed.below(n, alphabet.len() as u64);
            alphabet[usize::try_from(at).expect("below a length")]
        };
        Ok((0..length).map(draw).collect::<String>().into())
    }

    /// Text made of the bytes of the argument.
    fn bytes(&self, make: impl Fn(&[u8]) -> String) -> Result<Value, FillError> {
        Ok(make(self.text(0)?.as_bytes()).into())
    }

    /// Base64 in either alphabet, padded or not.
    fn decoded(&self) -> Result<Value, FillError> {
        let text = self.text(0)?;
        let standard = text.trim().trim_end_matches('=').replace('-', "+").replace('_', "/");
        let bytes = STANDARD_NO_PAD
            .decode(standard)
            .map_err(|_| self.unfit("its argument is no base64"))?;
        let text =
            String::from_utf8(bytes).map_err(|_| self.unfit("what it decodes to is no text"))?;
        Ok(text.into())
    }

    fn hmac(&self) -> Result<Value, FillError> {
        let (data, key) = (self.text(0)?, self.text(1)?);
        let bytes = if self.helper == Helper::HmacSha1 {
            mac::<Hmac<sha1::Sha1>>(&data, &key)
        } else {
            mac::<Hmac<sha2::Sha256>>(&data, &key)
        };
        match self.option("encoding", Some(2))?.as_deref() {
            None | Some("hex") => Ok(hex(&bytes).into()),
            Some("base64") => Ok(STANDARD.encode(bytes).into()),
            Some("base64url") => Ok(URL_SAFE_NO_PAD.encode(bytes).into()),
            Some(other) => Err(self.unfit(format!(
                "`encoding` is \"hex\", \"base64\" or \"base64url\", not \"{other}\""
            ))),
        }
    }

    fn string(&self) -> Result<Value, FillError> {
        let value = self.value(0)?;
        Ok(Value::String(value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
    }

    fn number(&self) -> Result<Value, FillError> {
        let value = self.value(0)?;
        let text = value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned());
        serde_json::from_str(&text)
            .map(Value::Number)
            .map_err(|_| self.unfit(format!("{} is no number", describe(&value))))
    }

    fn length(&self) -> Result<Value, FillError> {
        let value = self.value(0)?;
        let length = match &value {
            Value::String(text) => text.chars().count(),
            Value::Array(items) => items.len(),
            Value::Object(map) => map.len(),
            Value::Null | Value::Bool(_) | Value::Number(_) => {
                return Err(self.unfit(format!("{} has no length", describe(&value))));
            }
        };
        Ok(length.into())
    }

    /// The first argument, unless it was never set, is null, or has nothing at that path.
    fn default(&self) -> Result<Value, FillError> {
        let found = match self.args.first() {
            Some(Expr::Var(path)) => self.filler.find(path),
            Some(Expr::Literal(_) | Expr::Call { .. }) | None => self.value(0).map(Some),
        };
        match found {
            Ok(None | Some(Value::Null)) | Err(FillError::Unset(_)) => self.value(1),
            Ok(Some(value)) => Ok(value),
            Err(error) => Err(error),
        }
    }

    fn file(&self) -> Result<Value, FillError> {
        let name = self.text(0)?;
        let path = self.filler.folder.join(&name);
        std::fs::read_to_string(&path).map(Value::String).map_err(|cause| {
            FillError::Errored(StepError::File { path: name, cause: cause.to_string() })
        })
    }

    fn fake(&self) -> Result<Value, FillError> {
        let kind = match self.args.first() {
            // `{{fake email}}`: the kind is a word, which parses as a variable.
            Some(Expr::Var(path)) if path.rest.is_empty() => path.root.clone(),
            _ => self.text(0)?,
        };
        fake::fake(&kind, self.filler.seed).map(Value::String).ok_or_else(|| {
            self.unfit(format!("there is no kind `{kind}`; there are {}", fake::KINDS.join(", ")))
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac<M: Mac + KeyInit>(data: &str, key: &str) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(key.as_bytes()).expect("an HMAC takes any key");
    mac.update(data.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

//! Files that pages load: embedded, named by what they hold, kept by browsers for good.

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::answer::{gzip, reads_gzip};
use crate::problem::Problem;

/// A name changes with what the file holds, so that a file of that name never changes.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// The same name whatever the file holds.
const FOR_A_DAY: &str = "public, max-age=86400";

/// Made once, so that it may take its time.
const EFFORT: u32 = 9;

/// A file.
struct Asset {
    /// `app-1a2b3c4d.css`
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
    compressed: Option<Vec<u8>>,
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, bytes: Vec<u8>) -> Self {
        let hash = Sha256::digest(&bytes);
        let hash: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        // Fonts are compressed by themselves.
        let compressed = (ending != "woff2").then(|| gzip(&bytes, EFFORT)).flatten();
        Self { name: format!("{stem}-{hash}.{ending}"), kind, bytes, compressed }
    }

    fn text(stem: &str, ending: &str, kind: &'static str, text: &str) -> Self {
        Self::new(stem, ending, kind, text.as_bytes().to_vec())
    }

    /// What a browser that asks for it is answered, which it may keep for so long.
    fn answer(&self, kept: &'static str, asked: &HeaderMap) -> Response {
        let compressed = self.compressed.as_ref().filter(|_| reads_gzip(asked));
        let is_compressed = compressed.is_some();
        let bytes = compressed.unwrap_or(&self.bytes).clone();
        let mut response = (StatusCode::OK, Body::from(bytes)).into_response();
        let told = response.headers_mut();
        told.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        told.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
        told.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if is_compressed {
            told.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

const STYLE: &str = "text/css; charset=utf-8";

/// All of them.
struct Assets {
    style: Asset,
    script: Asset,
    icons: Asset,
    mark: Asset,
    tv_style: Asset,
    tv_script: Asset,
    text_font: Asset,
    code_font: Asset,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let font = |stem, bytes: &[u8]| Asset::new(stem, "woff2", "font/woff2", bytes.to_vec());
    let text_font =
        font("geist", include_bytes!("../../assets/fonts/geist-latin-wght-normal.woff2"));
    let code_font =
        font("geist-mono", include_bytes!("../../assets/fonts/geist-mono-latin-wght-normal.woff2"));
    let with_fonts = |style: &str| {
        style.replace("@geist@", &text_font.name).replace("@geist-mono@", &code_font.name)
    };
    let style = with_fonts(include_str!("../../assets/app.css"));
    let tv_style = with_fonts(include_str!("../../assets/tv.css"));
    let svg = "image/svg+xml";
    let script = "text/javascript; charset=utf-8";
    Assets {
        style: Asset::text("app", "css", STYLE, &style),
        script: Asset::text("app", "js", script, include_str!("../../assets/app.js")),
        icons: Asset::text("icons", "svg", svg, include_str!("../../assets/icons.svg")),
        tv_style: Asset::text("tv", "css", STYLE, &tv_style),
        tv_script: Asset::text("tv", "js", script, include_str!("../../assets/tv.js")),
        mark: Asset::text("mark", "svg", svg, include_str!("../../assets/mark.svg")),
        text_font,
        code_font,
    }
});

impl Assets {
    fn all(&self) -> [&Asset; 8] {
        let Self { style, script, icons, mark, tv_style, tv_script, text_font, code_font } = self;
        [style, script, icons, mark, tv_style, tv_script, text_font, code_font]
    }
}

/// Where the style sheet is.
pub(super) fn style() -> String {
    format!("/assets/{}", ASSETS.style.name)
}

/// Where the script is.
pub(super) fn script() -> String {
    format!("/assets/{}", ASSETS.script.name)
}

/// Where the style sheet of the page for screens is.
pub(crate) fn tv_style() -> String {
    format!("/assets/{}", ASSETS.tv_style.name)
}

/// Where its script is.
pub(crate) fn tv_script() -> String {
    format!("/assets/{}", ASSETS.tv_script.name)
}

/// Where the icons are; `#name` chooses one.
pub(super) fn icons() -> String {
    format!("/assets/{}", ASSETS.icons.name)
}

/// Where the picture is that stands for the site.
pub(super) fn mark() -> String {
    format!("/assets/{}", ASSETS.mark.name)
}

/// The file of that name. Anybody may have it: it says nothing about what is watched.
pub(super) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.all().into_iter().find(|asset| asset.name == name) else {
        let what = "there is no such file; another version of tripline may have had it".to_owned();
        return Problem::NotThere { what }.into_response();
    };
    asset.answer(FOR_GOOD, &headers)
}

/// The picture that stands for the site, where browsers ask for it beside what names none: a badge.
pub(super) async fn favicon(headers: HeaderMap) -> Response {
    ASSETS.mark.answer(FOR_A_DAY, &headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the style sheet and the script may weigh, compressed.
    #[test]
    fn what_every_page_loads_is_light() {
        let weight = |asset: &Asset| asset.compressed.as_ref().unwrap().len();
        assert!(weight(&ASSETS.style) <= 8 * 1024, "CSS: {} bytes", weight(&ASSETS.style));
        assert!(weight(&ASSETS.script) <= 22 * 1024, "JS: {} bytes", weight(&ASSETS.script));
    }

    #[test]
    fn the_style_sheet_loads_nothing_from_elsewhere() {
        let style = String::from_utf8(ASSETS.style.bytes.clone()).unwrap();
        assert!(style.contains(&format!("url({})", ASSETS.text_font.name)));
        assert!(style.contains(&format!("url({})", ASSETS.code_font.name)));
        assert!(!style.contains("//") && !style.contains("@import"));
    }
}

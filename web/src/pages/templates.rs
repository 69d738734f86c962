//! Templates, and filling them. In strict mode: a name that is not there is a mistake, which the
//! tests find because they fill every template.

use std::sync::LazyLock;

use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason,
};
use serde::Serialize;

use super::assets;

/// All of them, by the name under which they include each other.
const TEMPLATES: &[(&str, &str)] = &[
    ("shell", include_str!("../../templates/shell.hbs")),
    ("card", include_str!("../../templates/card.hbs")),
    ("sign_in", include_str!("../../templates/sign_in.hbs")),
    ("refusal", include_str!("../../templates/refusal.hbs")),
    ("refusal_card", include_str!("../../templates/refusal_card.hbs")),
    ("told_no", include_str!("../../templates/told_no.hbs")),
    ("prose", include_str!("../../templates/prose.hbs")),
    ("whose", include_str!("../../templates/whose.hbs")),
    ("overview", include_str!("../../templates/overview.hbs")),
    ("incident_card", include_str!("../../templates/incident_card.hbs")),
    ("suite_rows", include_str!("../../templates/suite_rows.hbs")),
    ("run", include_str!("../../templates/run.hbs")),
    ("waterfall_row", include_str!("../../templates/waterfall_row.hbs")),
    ("check", include_str!("../../templates/check.hbs")),
    ("inspector", include_str!("../../templates/inspector.hbs")),
    ("change", include_str!("../../templates/change.hbs")),
    ("exchange_side", include_str!("../../templates/exchange_side.hbs")),
    ("tv", include_str!("../../templates/tv.hbs")),
    ("status_page", include_str!("../../templates/status_page.hbs")),
    ("runs", include_str!("../../templates/runs.hbs")),
    ("environments", include_str!("../../templates/environments.hbs")),
    ("headline", include_str!("../../templates/headline.hbs")),
    ("suites", include_str!("../../templates/suites.hbs")),
    ("suite", include_str!("../../templates/suite.hbs")),
    ("as_table", include_str!("../../templates/as_table.hbs")),
    ("pager", include_str!("../../templates/pager.hbs")),
    ("find", include_str!("../../templates/find.hbs")),
    ("history", include_str!("../../templates/history.hbs")),
    ("incidents", include_str!("../../templates/incidents.hbs")),
    ("incident", include_str!("../../templates/incident.hbs")),
    ("affected", include_str!("../../templates/affected.hbs")),
    ("form", include_str!("../../templates/form.hbs")),
    ("dependencies", include_str!("../../templates/dependencies.hbs")),
    ("objectives", include_str!("../../templates/objectives.hbs")),
    ("objective", include_str!("../../templates/objective.hbs")),
    ("spenders", include_str!("../../templates/spenders.hbs")),
    ("deploys", include_str!("../../templates/deploys.hbs")),
    ("deploy", include_str!("../../templates/deploy.hbs")),
    ("settings", include_str!("../../templates/settings.hbs")),
    ("written", include_str!("../../templates/written.hbs")),
    ("strip", include_str!("../../templates/strip.hbs")),
    ("time", include_str!("../../templates/time.hbs")),
];

static ENGINE: LazyLock<Handlebars<'static>> = LazyLock::new(|| {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    for (name, text) in TEMPLATES {
        engine.register_template_string(name, text).expect("the tests read every template");
    }
    engine.register_escape_fn(escaped);
    engine.register_helper("icon", Box::new(icon));
    engine
});

/// `text` as text or as the value of an attribute in quotes; nothing else is written so.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// `{{icon "ok"}}`: a shape out of the file of icons. It says nothing to those who do not see it.
fn icon(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let name = helper.param(0).and_then(|param| param.value().as_str());
    let name = name.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase()));
    let name = name.ok_or(RenderErrorReason::ParamNotFoundForIndex("icon", 0))?;
    static ICONS: LazyLock<String> = LazyLock::new(assets::icons);
    let icons = &*ICONS;
    let svg = format!(r##"<svg class="i" aria-hidden="true"><use href="{icons}#{name}"/></svg>"##);
    out.write(&svg)?;
    Ok(())
}

/// The template `name`, filled with `data`.
///
/// # Errors
/// The data lack something that the template names.
pub(crate) fn fill<T: Serialize>(name: &str, data: &T) -> Result<String, RenderError> {
    ENGINE.render(name, data)
}

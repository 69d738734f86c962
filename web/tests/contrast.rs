//! What is written can be read in both themes (WCAG 2.2, 1.4.3 and 1.4.11): every ink on every
//! ground it may stand on.

use std::collections::BTreeMap;

const APP: &str = include_str!("../assets/app.css");
const STATUS: &str = include_str!("../assets/status.css");
const TV: &str = include_str!("../assets/tv.css");

/// What small text needs.
const TEXT: f64 = 4.5;

/// What a mark, a bar or the ring around the focus needs.
const SHAPE: f64 = 3.0;

/// What is written with.
const INKS: &[&str] = &["text", "text2", "text3", "accent", "ok", "bad", "warn", "info"];

/// What is written on, whatever it is written with.
const GROUNDS: &[&str] = &[
    "bg",
    "side",
    "panel",
    "raise",
    "hover",
    "accent-bg",
    "ok-bg",
    "bad-bg",
    "warn-bg",
    "info-bg",
];

/// Pairs that stand together in one place only.
const PAIRS: &[(&str, &str)] = &[
    ("text", "line"),
    ("text2", "line"),
    ("on-accent", "accent-fill"),
    ("white", "accent-fill"),
    ("white", "bad-fill"),
    ("add-ink", "add-bg"),
    ("del-ink", "del-bg"),
];

/// What is drawn, and cannot be told without seeing it.
const SHAPES: &[&str] = &["accent-fill", "bad-fill", "info-fill", "p-tcp", "p-tls", "p-wait"];

/// What is drawn beside words that say the same: an icon's word, a row of the table below.
const IN_WORDS: &[&str] =
    &["ok-fill", "warn-fill", "mute-fill", "p-dns", "p-dl", "text3", "line", "accent-bg"];

/// The colours of a theme by their names, as red, green and blue.
type Theme = BTreeMap<String, [f64; 3]>;

/// Each block in which a style sheet gives names to colours.
fn themes(css: &str) -> Vec<Theme> {
    let blocks = css.split(":root").skip(1).filter_map(|rest| rest.split_once('{'));
    let blocks = blocks.filter_map(|(_, rest)| rest.split_once('}')).map(|(block, _)| block);
    let named = |block: &str| {
        let colours = block.split(';').filter_map(|one| one.trim().split_once(':'));
        let colours = colours
            .filter_map(|(name, value)| Some((name.strip_prefix("--")?, value.strip_prefix('#')?)));
        let white = ("white".to_owned(), [1.0; 3]);
        let colours = colours.map(|(name, hex)| (name.to_owned(), colour(hex)));
        colours.chain([white]).collect::<Theme>()
    };
    blocks.map(named).filter(|theme| theme.len() > 1).collect()
}

fn colour(hex: &str) -> [f64; 3] {
    let doubled = |c: char| [c, c];
    let hex: String = match hex.len() {
        3 => hex.chars().flat_map(doubled).collect(),
        _ => hex.to_owned(),
    };
    let part = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("colours are hexadecimal");
    [0, 2, 4].map(|at| f64::from(part(at)) / 255.0)
}

/// How bright a colour is, as WCAG measures it.
fn brightness(colour: [f64; 3]) -> f64 {
    let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (brightness(one) + 0.05, brightness(other) + 0.05);
    one.max(other) / one.min(other)
}

/// What cannot be read in a theme, of what it has.
fn unreadable(theme: &Theme) -> Vec<String> {
    let everywhere = |inks: &'static [&str], least: f64| {
        inks.iter().flat_map(move |ink| GROUNDS.iter().map(move |ground| (*ink, *ground, least)))
    };
    let pairs = PAIRS.iter().map(|(ink, ground)| (*ink, *ground, TEXT));
    // The ring is drawn around whatever has the focus.
    let rings = everywhere(&["accent-fill", "accent"], SHAPE);
    let shapes = SHAPES.iter().map(|shape| (*shape, "panel", SHAPE));
    let all = everywhere(INKS, TEXT).chain(pairs).chain(rings).chain(shapes);
    let judged = all.filter_map(|(ink, ground, least)| {
        let found = contrast(*theme.get(ink)?, *theme.get(ground)?);
        (found < least).then(|| format!("{ink} on {ground}: {found:.2}, {least} is needed"))
    });
    judged.collect()
}

#[test]
fn every_ink_can_be_read_on_every_ground() {
    for (sheet, css, count) in [("app", APP, 3), ("status", STATUS, 2)] {
        let themes = themes(css);
        assert_eq!(themes.len(), count, "{sheet}.css: light, dark, and dark when it is chosen");
        for theme in &themes {
            assert!(INKS.iter().all(|ink| theme.contains_key(*ink)), "{sheet}.css: {theme:?}");
            assert_eq!(unreadable(theme), Vec::<String>::new(), "{sheet}.css");
        }
    }
}

#[test]
fn dark_is_the_same_whether_chosen_or_usual() {
    let themes = themes(APP);
    assert_eq!(themes[1], themes[2]);
    assert_ne!(themes[0], themes[1]);
}

#[test]
fn a_screen_on_the_wall_can_be_read() {
    let theme = themes(TV).remove(0);
    let on = |ink: [f64; 3]| contrast(ink, theme["bg"]);
    for ink in ["text", "text2", "bad-text"] {
        assert!(on(theme[ink]) >= TEXT, "{ink}");
    }
    for shape in ["ok", "warn", "bad"] {
        assert!(on(theme[shape]) >= SHAPE, "{shape}");
    }
    assert!(TV.contains("background:#8f5a00;color:#fff"), "the words over a stale screen");
    assert!(contrast(colour("8f5a00"), colour("fff")) >= TEXT);
}

/// Every colour that a property takes in a style sheet: `color:var(--text)` has `text`.
fn used<'c>(css: &'c str, property: &str) -> Vec<&'c str> {
    let taken = ["{", ";"].map(|before| format!("{before}{property}:var(--"));
    let rest = taken.iter().flat_map(|taken| css.split(taken.as_str()).skip(1));
    rest.filter_map(|rest| rest.split_once(')')).map(|(name, _)| name).collect()
}

#[test]
fn no_ink_no_ground_and_no_shape_is_left_out() {
    for css in [APP, STATUS] {
        for ink in used(css, "color") {
            let is_pair = PAIRS.iter().any(|(other, _)| *other == ink);
            // An icon may be drawn with what shapes are drawn with.
            assert!(INKS.contains(&ink) || is_pair || SHAPES.contains(&ink), "ink {ink}");
        }
        for ground in used(css, "background") {
            let is_pair = PAIRS.iter().any(|(_, other)| *other == ground);
            let is_shape = SHAPES.contains(&ground) || IN_WORDS.contains(&ground);
            // A hairline is drawn by a box 1 px wide.
            let is_line = ground == "line2";
            assert!(GROUNDS.contains(&ground) || is_pair || is_shape || is_line, "ground {ground}");
        }
        for shape in used(css, "fill") {
            let is_ink = INKS.contains(&shape);
            assert!(is_ink || SHAPES.contains(&shape) || IN_WORDS.contains(&shape), "{shape}");
        }
    }
}

#[test]
fn grey_on_grey_is_noticed() {
    let theme = themes(":root{--text3:#999;--panel:#ffffff}").remove(0);
    assert_eq!(unreadable(&theme), ["text3 on panel: 2.85, 4.5 is needed"]);
    assert!((contrast(colour("000"), colour("ffffff")) - 21.0).abs() < 1e-9);
}

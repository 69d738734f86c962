//! A badge as SVG.

use super::badge::Badge;

/// About how wide a letter is, in hundredths of a pixel, in most fonts at 11 pixels. The text is
/// stretched to what was worked out, so that a badge is as wide wherever it is shown.
const LETTER: usize = 640;

/// What is left free on either side of a text.
const ROOM: usize = 7;

/// The picture.
pub(super) fn svg(badge: &Badge) -> String {
    let Badge { label, message, colour } = badge;
    let (left, right) = (width(label), width(message));
    let (label_end, whole) = (left + 2 * ROOM, left + right + 4 * ROOM);
    let (label, message, colour) = (escaped(label), escaped(message), colour.hex());
    let message_at = label_end + ROOM;
    let message_wide = whole - label_end;
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{label}: {message}"><title>{label}: {message}</title><rect width="{whole}" height="20" rx="4" fill="#3a3d48"/><path d="M{label_end} 0h{message_wide}v20h-{message_wide}z" fill="{colour}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="{ROOM}" y="14" textLength="{left}" lengthAdjust="spacingAndGlyphs">{label}</text><text x="{message_at}" y="14" textLength="{right}" lengthAdjust="spacingAndGlyphs">{message}</text></g></svg>"##
    )
}

fn width(text: &str) -> usize {
    (text.chars().count() * LETTER).div_ceil(100)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_stays_text() {
        let badge = Badge { label: "<a&b>\"".to_owned(), ..Badge::unknown() };
        let svg = svg(&badge);
        assert!(svg.contains("&lt;a&amp;b&gt;&quot;: unknown"), "{svg}");
        assert!(!svg.contains("<a&b>"), "{svg}");
    }
}

//! What the scanner stumbled over, in our words.

use std::borrow::Cow;

use serde_saphyr::granit_parser::ErrorKind;

/// What is said, and the way out when there is one.
pub(super) struct Words {
    pub(super) message: Cow<'static, str>,
    pub(super) help: Option<&'static str>,
}

/// The words for a scanner's error.
pub(super) fn words(kind: &ErrorKind) -> Words {
    if let ErrorKind::UnexpectedCharacter { character } = kind
        && character.is_control()
    {
        let code = u32::from(*character);
        let message = format!("the control character U+{code:04X} cannot stand here");
        return Words { message: message.into(), help: None };
    }
    let (message, help) = flow(kind)
        .or_else(|| quotes(kind))
        .or_else(|| indentation(kind))
        .or_else(|| markers(kind))
        .unwrap_or(("the YAML cannot be read here", None));
    Words { message: message.into(), help }
}

type Said = (&'static str, Option<&'static str>);

fn flow(kind: &ErrorKind) -> Option<Said> {
    use ErrorKind as K;
    if matches!(kind, K::ExpectedFlowMappingSeparator | K::UnexpectedEofFlowMapping) {
        return Some(("inside `{ }`, a `,` or the closing `}` is expected here", None));
    }
    if matches!(kind, K::ExpectedFlowSequenceSeparator | K::UnexpectedEofFlowSequence) {
        return Some(("inside `[ ]`, a `,` or the closing `]` is expected here", None));
    }
    if matches!(kind, K::UnexpectedEofImplicitFlowMapping) {
        return Some(("a value is expected here", Some("remove the `,` before it")));
    }
    if matches!(kind, K::MisplacedFlowCollectionEnd | K::MismatchedFlowCollectionEnd { .. }) {
        return Some(("this bracket closes none that is open", None));
    }
    if matches!(kind, K::UnclosedFlowCollection { .. }) {
        return Some(("a `{` or `[` is never closed", None));
    }
    if matches!(kind, K::BlockEntryInFlowCollection) {
        let help = "inside `[ ]`, items are separated by `,`";
        return Some(("a `-` cannot begin an item inside `[ ]` or `{ }`", Some(help)));
    }
    if matches!(kind, K::InvalidColonPlacement | K::FlowMappingValueAdjacentCollection) {
        return Some(("a `:` cannot stand here", None));
    }
    None
}

fn quotes(kind: &ErrorKind) -> Option<Said> {
    use ErrorKind as K;
    let trailing =
        matches!(kind, K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar);
    if trailing {
        let help = "quote the whole value, or nothing of it";
        return Some(("something follows the closing quote", Some(help)));
    }
    if matches!(kind, K::UnclosedQuotedScalar | K::InvalidQuotedScalarIndent) {
        return Some(("a quote before this place is never closed", None));
    }
    let escape = matches!(
        kind,
        K::UnknownQuotedScalarEscape
            | K::InvalidQuotedScalarHexEscape
            | K::InvalidLowSurrogateHexEscape
            | K::InvalidLowSurrogate
            | K::MissingLowSurrogate
            | K::UnpairedLowSurrogate
            | K::InvalidUnicodeEscape
    );
    if escape {
        let help = "use single quotes: nothing is escaped in them";
        return Some(("these quotes hold a `\\` that means nothing in YAML", Some(help)));
    }
    None
}

fn indentation(kind: &ErrorKind) -> Option<Said> {
    use ErrorKind as K;
    if matches!(kind, K::ExpectedBlockMappingKey) {
        let help = "lines of one map begin in the same column";
        return Some(("a key is expected here", Some(help)));
    }
    if matches!(kind, K::ExpectedBlockSequenceEntry) {
        let help = "the items of a list begin with `-`, in the same column";
        return Some(("an item of the list is expected here", Some(help)));
    }
    if matches!(kind, K::BlockSequenceEntryNotAllowed) {
        let help = "begin the list on the next line, or write `[a, b]`";
        return Some(("a list cannot begin on this line", Some(help)));
    }
    if matches!(kind, K::MappingValueNotAllowed | K::MappingKeyNotAllowed) {
        let help = "quote text that contains `: `, and begin a map on a line of its own";
        return Some(("a key cannot stand here", Some(help)));
    }
    if matches!(kind, K::SimpleKeyExpected | K::InvalidSimpleKey) {
        let help = "a key is followed by `:` and a space, on one line";
        return Some(("this line has no `:`", Some(help)));
    }
    let tab = matches!(
        kind,
        K::TabNotAllowed
            | K::TabInBlockIndentation
            | K::TabAtBlockScalarStart
            | K::TabInIndentation
            | K::TabInPlainScalar
    );
    if tab {
        return Some(("a tab cannot stand here", Some("use spaces")));
    }
    let column = matches!(
        kind,
        K::InvalidIndentation | K::InvalidBlockScalarIndent | K::InvalidFlowScalarIndent
    );
    column.then_some(("this line begins in the wrong column", None))
}

fn markers(kind: &ErrorKind) -> Option<Said> {
    use ErrorKind as K;
    if matches!(kind, K::CommentInterceptedScalar) {
        let help = "move the comment above the text, or quote a `#` that is part of it";
        return Some(("a comment cuts this text in two", Some(help)));
    }
    if matches!(kind, K::CommentNotSeparated) {
        return Some(("a space is missing before this `#`", None));
    }
    if matches!(kind, K::MissingAnchorOrAliasName) {
        let help = "quote text that begins with `*` or `&`";
        return Some(("a name is missing behind this `*` or `&`", Some(help)));
    }
    if matches!(kind, K::InvalidBlockScalarHeader | K::ZeroBlockScalarIndent) {
        let help = "begin the text on the next line, or quote it";
        return Some(("`|` and `>` stand alone at the end of their line", Some(help)));
    }
    if matches!(kind, K::UnexpectedCharacter { .. }) {
        return Some(("this character cannot begin a value", Some("quote the value")));
    }
    if matches!(kind, K::BomInsideDocument) {
        return Some(("a byte order mark stands inside the text", Some("remove it")));
    }
    None
}

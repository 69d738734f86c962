//! What inputs are made of.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Inputs that are good, or bad in a known way, and the words in them.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    pub(crate) inputs: Vec<Vec<u8>>,
    pub(crate) words: Vec<Vec<u8>>,
}

/// The longest input that is taken in.
const LONGEST: usize = 8_000;

/// What has been hard to read for somebody.
const HARD: &[&str] = &[
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\n\n",
    "\u{feff}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "\u{1f980}",
    "é",
    "e\u{301}",
    "{{",
    "}}",
    "{{{",
    "}}}",
    "{{x}}",
    "{{secret.a}}",
    "{{now offset='-2d'}}",
    "\\{{",
    "\"",
    "'",
    "\\",
    "\\\"",
    "`",
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "#",
    " #",
    "&a ",
    "*a",
    "<<: *a",
    "<<",
    "!x ",
    "!!str ",
    "| ",
    "|\n",
    "> ",
    ">-\n",
    "|2+\n",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    "[[[[[[[[",
    "{a: {a: {a: ",
    "- - - - ",
    "null",
    "~",
    "true",
    "NO",
    "0x1F",
    "1e999",
    "1.10",
    "02134",
    "-0",
    "99999999999999999999999999",
    "0.1",
    "1_000",
    "2026-13-45",
    "10s",
    "1h30m",
    "99999999w",
    "5MB",
    "99.9%",
    "$",
    "$.",
    "$..",
    "$..*",
    "$[",
    "$[0]",
    "$[-1]",
    "$[::0]",
    "$['a','b']",
    "$[?@.a == 1]",
    "$[?match(@.a, '(a*)*b')]",
    "$[?length(@) > count($..*)]",
    "<uuid>",
    "<string or null>",
    "regex /(/",
    "regex /(a+)+$/",
    "css [",
    "header ",
    "cookie ",
    "var a.b[0]",
    "service://",
    "https://",
    "http://[::1",
    "//",
    "../",
    "nothing.csv",
    "2xx",
    "one_of",
    "each",
];

impl Corpus {
    /// These texts, and their words.
    pub fn of(inputs: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let inputs: Vec<Vec<u8>> =
            inputs.into_iter().filter(|input| input.len() <= LONGEST).collect();
        let mut words: BTreeSet<Vec<u8>> =
            HARD.iter().map(|word| word.as_bytes().to_vec()).collect();
        for input in &inputs {
            words.extend(input.split(|&byte| byte == b'\n').map(<[u8]>::to_vec));
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || b",[]{}".contains(byte);
            words.extend(input.split(is_end).map(<[u8]>::to_vec));
        }
        Self { inputs, words: words.into_iter().collect() }
    }

    /// The files below folders of the repository, given from its root, whose names end so.
    pub fn of_files(folders: &[&str], ending: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
        let mut files = Vec::new();
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    waiting.push(path);
                } else if path.to_string_lossy().ends_with(ending) {
                    files.push(path);
                }
            }
        }
        // The same seed means the same inputs on every machine.
        files.sort();
        Self::of(files.iter().filter_map(|file| fs::read(file).ok()))
    }

    /// Every part of the inputs that stands between two marks, marks included.
    #[must_use]
    pub fn between(&self, open: &str, close: &str) -> Self {
        let mut parts = BTreeSet::new();
        for input in &self.inputs {
            let text = String::from_utf8_lossy(input);
            for (at, _) in text.match_indices(open) {
                if let Some(length) = text[at + open.len()..].find(close) {
                    let end = at + open.len() + length + close.len();
                    parts.insert(text[at..end].as_bytes().to_vec());
                }
            }
        }
        Self::of(parts)
    }

    /// Whether there is nothing to begin with.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }
}

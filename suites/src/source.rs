//! Texts of files, and places in them.
//!
//! A [`Span`] is twelve bytes and knows its file by number; [`Sources`] turns it into a
//! [`Place`] that a person can read, when somebody asks.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use runner_model::Place;

/// Numbers a file of [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of bytes in a file: `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// From the first byte of `self` to the last of `other`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.end), ..self }
    }

    /// The part that begins `from` bytes into the span and is `length` bytes long, as far as it
    /// lies in the span.
    #[must_use]
    pub fn part(self, from: usize, length: usize) -> Self {
        let start = (self.start as usize + from).min(self.end as usize);
        let end = (start + length).min(self.end as usize);
        Self {
            start: u32::try_from(start).unwrap_or(self.end),
            end: u32::try_from(end).unwrap_or(self.end),
            ..self
        }
    }
}

/// A value with the place where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, as written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it lies.
    pub path: PathBuf,
    /// How it is shown: relative to where the command was given, with `/`.
    pub name: Arc<str>,
    /// What it says.
    pub text: Arc<str>,
}

/// The files that were read, by number.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Kept>,
}

/// A file, and what is worked out about it once.
#[derive(Clone, Debug)]
struct Kept {
    file: SourceFile,
    /// Every check that is judged asks for its place.
    lines: OnceLock<Box<[Line]>>,
}

/// A line of a file.
#[derive(Clone, Debug)]
struct Line {
    /// The byte it begins with.
    begins: usize,
    /// What it says, without its end: shared by all places in it.
    text: OnceLock<Arc<str>>,
}

impl Line {
    fn beginning(begins: usize) -> Self {
        Self { begins, text: OnceLock::new() }
    }
}

impl Kept {
    fn lines(&self) -> &[Line] {
        self.lines.get_or_init(|| {
            let ends = self.file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            [0].into_iter().chain(ends.map(|(at, _)| at + 1)).map(Line::beginning).collect()
        })
    }
}

impl Sources {
    /// Takes a file in.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(Kept { file, lines: OnceLock::new() });
        id
    }

    /// The file behind a number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize].file
    }

    /// All files, in order of their numbers.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(self.files.iter().map(|kept| &kept.file))
    }

    /// The same files with these characters starred out, all else at its place.
    #[must_use]
    pub(crate) fn hiding(&self, spans: &[Span]) -> std::borrow::Cow<'_, Self> {
        if spans.is_empty() {
            return std::borrow::Cow::Borrowed(self);
        }
        let mut hiding = self.clone();
        for span in spans {
            // Stars stand where characters stood, so lines begin where they began.
            let kept = &mut hiding.files[span.file.0 as usize];
            kept.lines = OnceLock::new();
            let file = &mut kept.file;
            let start = file.text.floor_char_boundary(span.start as usize);
            let end = file.text.ceil_char_boundary(span.end as usize).max(start);
            let star = |byte: u8| if byte == b'\n' { '\n' } else { '*' };
            let stars: String = file.text[start..end].bytes().map(star).collect();
            file.text = [&file.text[..start], &stars, &file.text[end..]].concat().into();
        }
        std::borrow::Cow::Owned(hiding)
    }

    /// The folder that paths in this file are relative to.
    pub fn folder(&self, id: FileId) -> &Path {
        self.file(id).path.parent().unwrap_or(Path::new(""))
    }

    /// The text between the two ends of a span.
    pub fn text(&self, span: Span) -> &str {
        let text = &self.file(span.file).text;
        let floor = |at: u32| text.floor_char_boundary(at as usize);
        &text[floor(span.start)..floor(span.end)]
    }

    /// The place of a span, as a person reads it: line, column and width on its first line.
    pub fn place(&self, span: Span) -> Place {
        let kept = &self.files[span.file.0 as usize];
        let (file, lines) = (&kept.file, kept.lines());
        let text = &*file.text;
        let start = text.floor_char_boundary(span.start as usize);
        let end = text.floor_char_boundary(span.end as usize).max(start);
        let number = lines.partition_point(|line| line.begins <= start);
        let line = &lines[number - 1];
        let line_start = line.begins;
        let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
        let count = |part: &str| u32::try_from(part.chars().count()).unwrap_or(u32::MAX);
        Place {
            file: Arc::clone(&file.name),
            line: u32::try_from(number).unwrap_or(u32::MAX),
            column: count(&text[line_start..start]) + 1,
            width: count(&text[start..end.min(line_end).max(start)]).max(1),
            source: Arc::clone(
                line.text.get_or_init(|| {
                    text[line_start..line_end].trim_start_matches('\u{feff}').into()
                }),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_characters_from_one() {
        let mut sources = Sources::default();
        let text = "name: é\nsteps: größe x\n";
        let id = sources.add(SourceFile {
            path: "a.trip.yaml".into(),
            name: "a.trip.yaml".into(),
            text: text.into(),
        });
        let start = u32::try_from(text.find("größe").unwrap()).unwrap();
        let place = sources.place(Span { file: id, start, end: start + 7 });
        assert_eq!((place.line, place.column, place.width), (2, 8, 5));
        assert_eq!(&*place.source, "steps: größe x");
    }

    #[test]
    fn every_character_has_its_line() {
        let mut sources = Sources::default();
        let text = "a\n\nb\r\nc";
        let id = sources.add(SourceFile { path: "a".into(), name: "a".into(), text: text.into() });
        let at = |start| {
            let place = sources.place(Span { file: id, start, end: start });
            (place.line, place.column, place.source.to_string())
        };
        assert_eq!(at(0), (1, 1, "a".to_owned()));
        assert_eq!(at(1), (1, 2, "a".to_owned()));
        assert_eq!(at(2), (2, 1, String::new()));
        assert_eq!(at(3), (3, 1, "b".to_owned()));
        assert_eq!(at(6), (4, 1, "c".to_owned()));
        assert_eq!(at(7), (4, 2, "c".to_owned()));
        assert_eq!(at(99), (4, 2, "c".to_owned()), "the end is as far as it goes");
    }
}

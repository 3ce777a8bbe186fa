//! Archives and compressed files to the files in them, however they are nested: zip, tar, gzip.
//!
//! What lies in an archive as it is stays there and is read when it is asked for. What has to be unpacked to be read at
//! random goes into a [`Scratch`](super::Scratch), piece by piece.

use std::collections::VecDeque;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder};

use super::layout::{is_image_name, is_tool_file};
use super::pieces::Cursor;
use super::scratch::{ScratchFile, SharedScratch, full};
use super::{SharedSource, tar, zip};
use crate::error::{Error, Result};

/// Bytes that are unpacked in one piece of work.
const PIECE: usize = 1 << 16;
/// Archives in archives, at most.
const MAX_DEPTH: usize = 4;
/// The content of so few files is looked at; of more, their names.
const FEW: usize = 32;
/// Files that tell about data.
const SIDE_FILES: [&str; 10] = ["txt", "md", "json", "csv", "tsv", "html", "yaml", "yml", "rst", "pdf"];
/// Endings of archives that are not read.
const UNREADABLE: [&str; 9] = ["7z", "rar", "bz2", "tbz2", "xz", "txz", "zst", "lz4", "lzma"];

const REPACK: &str = "Unpack it and choose the folder, or pack it as .zip, .tar or .tar.gz";

/// How a file holds others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Zip,
    Tar,
    Gzip,
    /// Named so, but something else.
    NoZip,
    NoGzip,
    /// Of a kind that is not read.
    Unreadable,
}

/// A file whose bytes are unpacked into the scratch.
struct Stream {
    name: String,
    depth: usize,
    reader: Reader,
    start: Option<u64>,
    len: u64,
}

/// Both report how much of the packed bytes they have read.
enum Reader {
    Gzip(Box<MultiGzDecoder<Cursor>>),
    Deflate(Box<DeflateDecoder<Cursor>>),
}

impl Reader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Gzip(reader) => reader.read(buffer),
            Self::Deflate(reader) => reader.read(buffer),
        }
    }

    fn position(&self) -> u64 {
        match self {
            Self::Gzip(reader) => reader.get_ref().position(),
            Self::Deflate(reader) => reader.get_ref().position(),
        }
    }
}

/// Files being unpacked, so that the host can show progress and stop.
pub(super) struct Unpacking {
    scratch: SharedScratch,
    /// Files that may be archives, with the number of archives around them.
    queue: VecDeque<(Vec<SharedSource>, usize)>,
    streams: VecDeque<Stream>,
    /// Files of the level of `streams` that need no unpacking.
    level: Vec<SharedSource>,
    unpacked: Vec<SharedSource>,
    /// Packed bytes that have been read, and those known of.
    done: u64,
    total: u64,
}

impl Unpacking {
    /// Opens what needs no unpacking.
    ///
    /// # Errors
    /// [`Error::InvalidData`] on an archive that is damaged or of a kind that is not read.
    pub(super) fn new(files: &[SharedSource], scratch: SharedScratch) -> Result<Self> {
        let mut unpacking = Self {
            scratch,
            queue: VecDeque::from([(files.to_vec(), 0)]),
            streams: VecDeque::new(),
            level: Vec::new(),
            unpacked: Vec::new(),
            done: 0,
            total: 0,
        };
        unpacking.open()?;
        Ok(unpacking)
    }

    /// Packed bytes that have been read, and all of which is known.
    pub(super) fn progress(&self) -> (u64, u64) {
        let current = self.streams.front().map_or(0, |stream| stream.reader.position());
        (self.done + current, self.total.max(self.done + current))
    }

    pub(super) fn is_done(&self) -> bool {
        self.queue.is_empty() && self.streams.is_empty()
    }

    /// All files, once nothing is left to unpack.
    pub(super) fn take(&mut self) -> Vec<SharedSource> {
        std::mem::take(&mut self.unpacked)
    }

    /// Unpacks one piece.
    ///
    /// # Errors
    /// As [`Unpacking::new`], and where the scratch is full.
    pub(super) fn step(&mut self) -> Result<()> {
        let Some(stream) = self.streams.front_mut() else { return self.open() };
        let mut buffer = vec![0; PIECE];
        let mut count = 0;
        while count < PIECE {
            match stream.reader.read(&mut buffer[count..]) {
                Ok(0) => break,
                Ok(more) => count += more,
                Err(error) => {
                    let problem = format!("it is damaged or ends too early ({error})");
                    return Err(Error::data(&stream.name, problem, "Download or copy it again"));
                }
            }
        }
        if count > 0 {
            if stream.len + count as u64 > self.scratch.capacity() {
                return Err(full(self.scratch.capacity()));
            }
            let place = self.scratch.append(&buffer[..count])?;
            stream.start.get_or_insert(place);
            stream.len += count as u64;
        }
        if count < PIECE {
            self.done += stream.reader.position();
            if let Some(Stream { name, depth, start, len, .. }) = self.streams.pop_front() {
                let scratch = self.scratch.clone();
                let file = ScratchFile { name, scratch, start: start.unwrap_or(0), len }.shared();
                // A tar inside is opened; any other file belongs to its level.
                match packing_of(&file, true) {
                    Some(Packing::Tar | Packing::Zip | Packing::Gzip) => {
                        self.queue.push_back((vec![file], depth + 1))
                    }
                    _ => self.level.push(file),
                }
            }
            if self.streams.is_empty() {
                self.unpacked.append(&mut self.level);
                self.open()?;
            }
        }
        Ok(())
    }

    /// Opens archives until one has something to unpack, or nothing is left.
    fn open(&mut self) -> Result<()> {
        while self.streams.is_empty()
            && let Some((files, depth)) = self.queue.pop_front()
        {
            self.open_level(files, depth)?;
            if self.streams.is_empty() {
                self.unpacked.append(&mut self.level);
            }
        }
        Ok(())
    }

    fn open_level(&mut self, files: Vec<SharedSource>, depth: usize) -> Result<()> {
        let is_visible = |file: &SharedSource| !is_tool_file(file.name());
        let looks = files.iter().filter(|file| is_visible(file)).count() <= FEW;
        let packings: Vec<Option<Packing>> =
            files.iter().map(|file| packing_of(file, looks).filter(|_| is_visible(file))).collect();
        let is_data = |(file, packing): (&SharedSource, &Option<Packing>)| {
            packing.is_none()
                && is_visible(file)
                && !ends_with(file.name(), &SIDE_FILES)
                && file.file_name().contains('.')
        };
        // An archive beside data is one of the files, not what was meant.
        if files.iter().zip(&packings).any(is_data) {
            self.level.extend(files);
            return Ok(());
        }
        let num_archives = packings.iter().flatten().count();
        for (file, packing) in files.into_iter().zip(packings) {
            let folder = if num_archives > 1 || depth > 0 { stem(file.name()) } else { "" };
            let refused = |problem: &str, remedy: &str| Err(Error::data(file.name(), problem, remedy));
            match packing {
                None => self.level.push(file),
                Some(_) if depth >= MAX_DEPTH => {
                    return refused(&format!("it is an archive within {depth} others"), REPACK);
                }
                Some(Packing::Gzip) => self.unpack_gzip(&file, depth),
                Some(Packing::Tar) => self.queue.push_back((tar::entries(&file, folder)?, depth + 1)),
                Some(Packing::Zip) => self.open_zip(&file, folder, depth)?,
                Some(Packing::NoZip) => {
                    return refused("it is not a zip, whatever its name", "Choose a complete .zip file");
                }
                Some(Packing::NoGzip) => {
                    return refused("it is not packed by gzip, whatever its name", "Download it again");
                }
                Some(Packing::Unreadable) => return refused("archives of this kind are not read", REPACK),
            }
        }
        Ok(())
    }

    fn unpack_gzip(&mut self, file: &SharedSource, depth: usize) {
        self.total += file.len();
        self.streams.push_back(Stream {
            name: without_gz(file.name()),
            depth,
            reader: Reader::Gzip(Box::new(MultiGzDecoder::new(Cursor::new(file.clone())))),
            start: None,
            len: 0,
        });
    }

    /// Entries that are images are unpacked when they are read; arrays and archives have to be read at random.
    fn open_zip(&mut self, file: &SharedSource, folder: &str, depth: usize) -> Result<()> {
        let mut entries = Vec::new();
        for entry in zip::entries(file, folder)? {
            match entry.is_packed() && !is_image_name(entry.name()) {
                true => {
                    let packed = entry.packed()?;
                    self.total += packed.len();
                    self.streams.push_back(Stream {
                        name: entry.name().into(),
                        depth: depth + 1,
                        reader: Reader::Deflate(Box::new(DeflateDecoder::new(Cursor::new(packed)))),
                        start: None,
                        len: 0,
                    });
                }
                false => entries.push(entry.shared()?),
            }
        }
        self.queue.push_back((entries, depth + 1));
        Ok(())
    }
}

impl std::fmt::Debug for Unpacking {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_struct("Unpacking").field("done", &self.done).field("total", &self.total).finish()
    }
}

/// What kind of archive a file is: by its content where `looks`, else by its name.
fn packing_of(file: &SharedSource, looks: bool) -> Option<Packing> {
    if is_image_name(file.name()) {
        return None;
    }
    let by_name = match () {
        () if ends_with(file.name(), &["zip"]) => Some(Packing::Zip),
        () if ends_with(file.name(), &["tar"]) => Some(Packing::Tar),
        () if ends_with(file.name(), &["gz", "tgz"]) => Some(Packing::Gzip),
        () if ends_with(file.name(), &UNREADABLE) => Some(Packing::Unreadable),
        () => None,
    };
    if !looks {
        return by_name;
    }
    // A file that cannot be read is told of by whoever reads it.
    let head = file.read_up_to(512).unwrap_or_default();
    match by_name {
        _ if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") => Some(Packing::Zip),
        _ if head.starts_with(&[0x1f, 0x8b]) => Some(Packing::Gzip),
        _ if head.get(257..262) == Some(b"ustar") => Some(Packing::Tar),
        Some(Packing::Zip) => Some(Packing::NoZip),
        Some(Packing::Gzip) => Some(Packing::NoGzip),
        // Before POSIX, a header of a tar had no mark.
        other => other,
    }
}

fn ends_with(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit('/').next().and_then(|file| file.rsplit_once('.')).map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.contains(&ending.to_lowercase().as_str()))
}

/// The name of a file without its folders and the endings of archives: the folder that its content is put into.
fn stem(name: &str) -> &str {
    let mut stem = name.rsplit('/').next().unwrap_or_default();
    while ends_with(stem, &["zip", "tar", "gz", "tgz"])
        && let Some((rest, _)) = stem.rsplit_once('.')
    {
        stem = rest;
    }
    stem
}

fn without_gz(name: &str) -> String {
    match name.get(..name.len().saturating_sub(4)) {
        Some(stem) if ends_with(name, &["tgz"]) => format!("{stem}.tar"),
        _ if ends_with(name, &["gz"]) => name[..name.len() - 3].into(),
        _ => name.into(),
    }
}

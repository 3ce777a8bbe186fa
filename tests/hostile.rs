//! Damaged and hostile files: no reader panics, hangs or takes more memory than is stated, whatever it is given.
//!
//! Real files (`tests/formats`) are mutated where their structure is: in headers, lengths, directories and lists, behind
//! compression, with checksums made right again. `PATCHWISE_MUTATIONS=1000000 cargo test --features cli --test hostile` is
//! the long campaign; `PATCHWISE_SEED` draws others, `PATCHWISE_READERS=tar,npz` takes some readers only.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use patchwise::config::FilesConfig;
use patchwise::data::{Loader, MemoryFile, Scratch, SharedSource};
use patchwise::{Error, Result};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Bytes that loading one of these files may take at once: some hundred times its own.
const MAX_MEMORY: usize = 96 << 20;
const MAX_TIME: Duration = Duration::from_secs(10);
/// Bytes that may be unpacked.
const MAX_UNPACKED: u64 = 32 << 20;
/// Of the short run.
const MUTATIONS: usize = 300;

/// Counts what is in use.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn grow(bytes: usize) {
    PEAK.fetch_max(IN_USE.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// Safety: every call is forwarded as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        grow(size);
        IN_USE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(place, layout, size) }
    }
}

/// Memory that says when there is too much.
#[derive(Debug, Default)]
struct SmallScratch(Mutex<Vec<u8>>);

impl Scratch for SmallScratch {
    fn append(&self, bytes: &[u8]) -> Result<u64> {
        let mut kept = self.0.lock().unwrap();
        if kept.len() as u64 + bytes.len() as u64 > MAX_UNPACKED {
            return Err(Error::InvalidData {
                file: "it".into(),
                problem: "too long".into(),
                remedy: "".into(),
            });
        }
        kept.extend_from_slice(bytes);
        Ok((kept.len() - bytes.len()) as u64)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let kept = self.0.lock().unwrap();
        buffer.copy_from_slice(&kept[offset as usize..offset as usize + buffer.len()]);
        Ok(())
    }

    fn capacity(&self) -> u64 {
        MAX_UNPACKED
    }

    fn memory_first(&self) -> u64 {
        1 << 16
    }
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name)).unwrap()
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked).unwrap();
    unpacked
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

type File = (String, Vec<u8>);
type Files = Vec<File>;

/// What is mutated, and how it becomes files again.
struct Reader {
    name: &'static str,
    /// Parts that are mutated one at a time.
    parts: Files,
    wrap: fn(&[File]) -> Files,
}

fn as_it_is(parts: &[File]) -> Files {
    parts.to_vec()
}

fn reader(name: &'static str, files: &[&str]) -> Reader {
    let parts = files.iter().map(|file| (file.to_string(), fixture(file))).collect();
    Reader { name, parts, wrap: as_it_is }
}

/// The entries of a zip, which is made anew of them.
fn entries(file: &str) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(fixture(file))).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .filter(|(name, _)| !name.ends_with('/'))
        .collect()
}

fn in_zip(parts: &[File]) -> Files {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, bytes)) in parts.iter().enumerate() {
        let method = [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated][index % 2];
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        archive.start_file(name.as_str(), options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    vec![("a.npz".into(), archive.finish().unwrap().into_inner())]
}

/// Tar headers with their checksums made right again.
fn in_tar(parts: &[File]) -> Files {
    let mut files = parts.to_vec();
    for (_, bytes) in &mut files {
        let mut place = 0;
        while place + 512 <= bytes.len() {
            let header = &mut bytes[place..place + 512];
            if header[257..262] == *b"ustar" {
                header[148..156].fill(b' ');
                let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
                header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
            }
            place += 512;
        }
    }
    files
}

fn in_gzip(parts: &[File]) -> Files {
    in_tar(parts).iter().map(|(name, bytes)| (format!("{name}.gz"), gzip(bytes))).collect()
}

fn packed(name: &'static str, files: &[&str]) -> Reader {
    let parts = files.iter().map(|file| (file.trim_end_matches(".gz").to_string(), gunzip(&fixture(file))));
    Reader { name, parts: parts.collect(), wrap: in_gzip }
}

fn readers() -> Vec<Reader> {
    vec![
        Reader { wrap: in_tar, ..reader("tar", &["gnu.tar"]) },
        reader("gzip", &["gnu.tar.gz"]),
        reader("zip", &["info.zip"]),
        reader("macos-zip", &["macos.zip"]),
        Reader { wrap: in_tar, ..reader("webdataset", &["web-json-000000.tar"]) },
        reader("parquet", &["hub-train-00000-of-00002.parquet"]),
        reader("parquet-groups", &["bare-none.parquet"]),
        Reader { name: "npz", parts: entries("medmnist.npz"), wrap: in_zip },
        Reader { name: "npz-texts", parts: entries("channels-first.npz"), wrap: in_zip },
        reader("npy", &["pair_images.npy", "pair_labels.npy"]),
        packed("idx", &["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]),
        packed("cifar-10-pickle", &["cifar-10-python.tar.gz"]),
        packed("cifar-100-pickle", &["cifar-100-python.tar.gz"]),
        packed("cifar-100-binary", &["cifar-100-binary.tar.gz"]),
        packed("stl10", &["stl10_binary.tar.gz"]),
    ]
}

/// Values that lengths and counts are set to.
const EXTREMES: [u64; 12] = [
    0,
    1,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0xffff_ffff,
    0x7fff_ffff_ffff_ffff,
    u64::MAX,
    0x0100_0000_0000,
];

/// Changes bytes at some places: near the beginning, the end, or anywhere.
fn mutate(bytes: &mut Vec<u8>, rng: &mut ChaCha8Rng) {
    for _ in 0..rng.random_range(1..4) {
        if bytes.is_empty() {
            return;
        }
        let near = bytes.len().min(600);
        let place = match rng.random_range(0..3) {
            0 => rng.random_range(0..near),
            1 => bytes.len() - 1 - rng.random_range(0..near),
            _ => rng.random_range(0..bytes.len()),
        };
        match rng.random_range(0..8) {
            0 => bytes[place] ^= 1 << rng.random_range(0..8),
            1 => bytes[place] = rng.random(),
            2 | 3 => {
                let value = EXTREMES[rng.random_range(0..EXTREMES.len())];
                let width = [1, 2, 4, 8][rng.random_range(0..4)].min(bytes.len() - place);
                let order = if rng.random() { value.to_le_bytes() } else { value.to_be_bytes() };
                let from = if order[0] == value as u8 { 0 } else { 8 - width };
                bytes[place..place + width].copy_from_slice(&order[from..from + width]);
            }
            // Digits, as tar and NumPy have them.
            4 => bytes[place] = b"0123456789-,()'"[rng.random_range(0..15)],
            5 => bytes.truncate(place),
            6 => {
                let len = rng.random_range(1..64).min(bytes.len() - place);
                let piece = bytes[place..place + len].to_vec();
                let target = rng.random_range(0..bytes.len());
                bytes.splice(target..target, piece);
            }
            _ => {
                let len = rng.random_range(1..64).min(bytes.len() - place);
                bytes.drain(place..place + len);
            }
        }
    }
}

/// Loads files and looks at every image; errors are fine.
fn look(files: Files) -> Result<()> {
    let files: Vec<SharedSource> = files
        .into_iter()
        .map(|(name, bytes)| Arc::new(MemoryFile::new(name, bytes)) as SharedSource)
        .collect();
    let config = FilesConfig { image_size: Some(16), ..FilesConfig::default() };
    let data = Loader::files_in(&files, &config, Arc::new(SmallScratch::default()))?.load()?;
    for set in [Some(&data.unlabeled), data.train.as_ref(), data.test.as_ref()].into_iter().flatten() {
        for index in 0..set.len().min(64) {
            let _ = (set.rgb(index), set.label(index));
        }
    }
    data.class_counts();
    Ok(())
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn no_file_ends_a_reader() {
    let (count, seed) = (number("PATCHWISE_MUTATIONS", MUTATIONS), number("PATCHWISE_SEED", 1));
    let wanted = std::env::var("PATCHWISE_READERS").ok();
    let is_wanted = |name: &str| wanted.as_ref().is_none_or(|list| list.split(',').any(|one| one == name));
    std::panic::set_hook(Box::new(|_| {}));
    let mut failures = Vec::new();
    for Reader { name, parts, wrap } in readers().into_iter().filter(|reader| is_wanted(reader.name)) {
        let (mut refused, mut most, mut longest) = (0, 0, Duration::ZERO);
        for case in 0..count {
            let mut rng = ChaCha8Rng::seed_from_u64((seed as u64) << 32 | case as u64);
            let mut mutated = parts.clone();
            let part = rng.random_range(0..mutated.len());
            mutate(&mut mutated[part].1, &mut rng);
            let files = wrap(&mutated);
            let before = IN_USE.load(Relaxed);
            PEAK.store(before, Relaxed);
            let start = Instant::now();
            let result = catch_unwind(AssertUnwindSafe(|| look(files)));
            let (memory, time) = (PEAK.load(Relaxed).saturating_sub(before), start.elapsed());
            (most, longest) = (most.max(memory), longest.max(time));
            match result {
                Ok(result) => refused += usize::from(result.is_err()),
                Err(panic) => {
                    let text = panic.downcast_ref::<String>().cloned();
                    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string()));
                    failures.push(format!("{name} {case}: {}", text.unwrap_or_default()));
                }
            }
            if memory > MAX_MEMORY || time > MAX_TIME {
                failures.push(format!("{name} {case}: {} MB, {time:?}", memory >> 20));
            }
            if failures.len() > 20 {
                break;
            }
        }
        println!("{name}: {count} files, {refused} refused, at most {} MB and {longest:?}", most >> 20);
    }
    let _ = std::panic::take_hook();
    assert!(failures.is_empty(), "{failures:#?}");
}

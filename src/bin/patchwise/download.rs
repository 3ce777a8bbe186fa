//! Data by their addresses: downloaded once into the cache folder, and continued where they stopped.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::{sleep, spawn};
use std::time::Duration;

use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};
use ureq::http::{Response, Uri};
use ureq::{Agent, Body};

use crate::failure::Failure;
use crate::output::{appended, note};
use crate::work::new_bar;

const CONNECT: Duration = Duration::from_secs(30);
/// Until the first bytes of an answer.
const ANSWER: Duration = Duration::from_secs(120);
/// Between two pieces of a file.
const SILENCE: Duration = Duration::from_secs(60);
/// Attempts in a row that bring nothing, and how long the first waits for the next.
const ATTEMPTS: u32 = 4;
const WAIT: Duration = Duration::from_millis(500);
/// Bytes that are read at once.
const PIECE: usize = 1 << 16;
const MAX_NAME: usize = 100;
const INFO: &str = "info.json";

/// What is known of a file by the server's answer.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Info {
    url: String,
    /// By which a later answer is told to be of the same file, if the server shows anything.
    version: Option<String>,
    total: Option<u64>,
}

/// Why an attempt failed.
enum Problem {
    /// Another attempt may succeed.
    Passing(String),
    /// No other attempt would: the problem and the remedy.
    Lasting(String, &'static str),
}

/// Whether a text is the address of a file.
pub fn is_address(text: &str) -> bool {
    let start = text.trim_start().get(..8).unwrap_or(text).to_ascii_lowercase();
    start.starts_with("https://") || start.starts_with("http://")
}

/// The file of an address in the cache folder, downloaded if it is not there yet.
pub fn fetch(url: &str) -> Result<PathBuf, Failure> {
    let folder = cache_folder()?.join("downloads").join(folder_name(url));
    let path = folder.join(file_name(url));
    let unwritable = |error: std::io::Error| Failure::of_path(&folder, "written", error);
    fs::create_dir_all(&folder).map_err(unwritable)?;
    let lock = File::create(folder.join("lock")).map_err(unwritable)?;
    if lock.try_lock().is_err() {
        note(&format!("{url} is being downloaded by another process: waiting for it."));
        lock.lock().map_err(unwritable)?;
    }
    let known = read_info(&folder);
    // Two addresses may have one folder.
    if known.url != url && !known.url.is_empty() {
        let part = appended(&path, ".part");
        for file in [&path, &part, &folder.join(INFO)] {
            let _ = fs::remove_file(file);
        }
    }
    if path.exists() {
        note(&format!("{url} was downloaded before. To download it again, delete {}.", path.display()));
        return Ok(path);
    }
    let bar = new_bar("Downloading", "{prefix} {bar:30} {bytes}/{total_bytes}, {eta} left {msg}");
    download(url, &folder, &path, &bar)?;
    bar.finish_and_clear();
    note(&format!("Downloaded {url} to {}.", path.display()));
    Ok(path)
}

/// `PATCHWISE_CACHE`, or the user's folder for such files.
fn cache_folder() -> Result<PathBuf, Failure> {
    let named = std::env::var_os("PATCHWISE_CACHE").filter(|path| !path.is_empty()).map(PathBuf::from);
    named.or_else(|| Some(dirs::cache_dir()?.join("patchwise"))).ok_or_else(|| {
        Failure::new(
            "There is no folder to keep downloads in. Set PATCHWISE_CACHE to one, or download the file.",
        )
    })
}

/// One for each address, with a name to find it by.
fn folder_name(url: &str) -> String {
    let host = url.split('/').nth(2).unwrap_or_default();
    format!("{}-{:08x}", plain(host), crc32fast::hash(url.as_bytes()))
}

/// The last part of the path; formats are told by content where it says nothing.
fn file_name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = plain(path.split('/').skip(3).filter(|part| !part.is_empty()).last().unwrap_or_default());
    if ["", "lock", INFO].contains(&name.to_ascii_lowercase().as_str()) {
        format!("file-{name}")
    } else {
        name
    }
}

/// What is safe in a file's name everywhere; the end, which tells the format, is kept.
fn plain(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let name: Vec<char> = text.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let name: String = name[name.len().saturating_sub(MAX_NAME)..].iter().collect();
    name.trim_start_matches('.').into()
}

fn download(url: &str, folder: &Path, path: &Path, bar: &ProgressBar) -> Result<(), Failure> {
    check_address(url)?;
    let part = appended(path, ".part");
    let failed = |problem: &str, remedy: &str| {
        Failure::new(format!("{url} cannot be downloaded: {problem}. {remedy}."))
    };
    let config = Agent::config_builder().http_status_as_error(false).timeout_connect(Some(CONNECT));
    let agent: Agent = config.timeout_recv_response(Some(ANSWER)).build().into();
    let size = || fs::metadata(&part).map_or(0, |metadata| metadata.len());
    let mut failures = 0;
    loop {
        let before = size();
        match attempt(&agent, url, folder, &part, bar) {
            Ok(()) => break,
            Err(Problem::Lasting(problem, remedy)) => return Err(failed(&problem, remedy)),
            Err(Problem::Passing(problem)) => {
                failures = if size() > before { 1 } else { failures + 1 };
                if failures >= ATTEMPTS {
                    let remedy = match size() {
                        0 => "Check the address and the network, and run it again",
                        _ => "What has arrived is kept: run it again to go on",
                    };
                    return Err(failed(&problem, remedy));
                }
                sleep(WAIT * 2u32.pow(failures - 1));
            }
        }
    }
    fs::rename(&part, path).map_err(|error| Failure::of_path(path, "written", error))
}

fn check_address(url: &str) -> Result<(), Failure> {
    let uri: Option<Uri> = url.parse().ok();
    match uri.as_ref().and_then(Uri::authority) {
        Some(authority) if !authority.as_str().contains('@') => Ok(()),
        Some(_) => Err(Failure::new("`--data` is an address with a name or password. Leave them out.")),
        None => {
            Err(Failure::new(format!("`--data` is {url}, but must be an address such as https://HOST/FILE.")))
        }
    }
}

/// Downloads the rest of a file, or all of it where it is not known to be the same.
fn attempt(agent: &Agent, url: &str, folder: &Path, part: &Path, bar: &ProgressBar) -> Result<(), Problem> {
    let written = |error: std::io::Error| {
        Problem::Lasting(format!("it cannot be written ({error})"), "Free some space, or set PATCHWISE_CACHE")
    };
    let known = read_info(folder);
    let kept = fs::metadata(part).map_or(0, |metadata| metadata.len());
    if kept > 0 && known.total == Some(kept) {
        return Ok(());
    }
    let version = known.version.filter(|_| kept > 0);
    let mut request = agent.get(url);
    if let Some(version) = &version {
        request = request.header("Range", format!("bytes={kept}-")).header("If-Range", version);
    }
    let response = request.call().map_err(|error| Problem::Passing(error.to_string()))?;
    let is_rest = version.is_some() && response.status() == 206;
    let is_other = is_rest
        && (version_of(&response).is_some_and(|other| Some(other) != version)
            || !is_rest_of(&response, known.total, kept));
    if version.is_some() && (response.status() == 416 || is_other) {
        fs::remove_file(part).map_err(written)?;
        return attempt(agent, url, folder, part, bar);
    }
    check_status(&response, is_rest)?;
    let start = if is_rest { kept } else { 0 };
    let length: Option<u64> = header(&response, "content-length").and_then(|text| text.parse().ok());
    let total = length.map(|length| start + length);
    let info = Info { url: url.into(), version: version_of(&response).or(version), total };
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .append(is_rest)
        .truncate(!is_rest)
        .open(part)
        .map_err(written)?;
    fs::write(folder.join(INFO), serde_json::to_vec(&info).unwrap_or_default()).map_err(written)?;
    bar.set_length(total.unwrap_or(0));
    bar.reset_eta();
    bar.set_position(start);
    let pieces = read_pieces(response.into_body().into_reader());
    let mut done = start;
    loop {
        // The end of the pieces closes their channel.
        let piece = match pieces.recv_timeout(SILENCE) {
            Ok(piece) => piece.map_err(|error| Problem::Passing(error.to_string()))?,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                return Err(Problem::Passing(format!("nothing came for {} s", SILENCE.as_secs())));
            }
        };
        file.write_all(&piece).map_err(written)?;
        done += piece.len() as u64;
        bar.set_position(done);
    }
    if total.is_some_and(|total| done < total) {
        return Err(Problem::Passing("the connection ended early".into()));
    }
    file.sync_all().map_err(written)
}

/// Reads in a thread of its own, so that a server that falls silent can be left.
fn read_pieces(mut reader: impl Read + Send + 'static) -> Receiver<std::io::Result<Vec<u8>>> {
    let (sender, receiver) = sync_channel(4);
    spawn(move || {
        loop {
            let mut piece = vec![0; PIECE];
            let read = reader.read(&mut piece);
            let is_over = !matches!(read, Ok(1..));
            if matches!(read, Ok(0)) {
                return;
            }
            let piece = read.map(|count| {
                piece.truncate(count);
                piece
            });
            if sender.send(piece).is_err() || is_over {
                return;
            }
        }
    });
    receiver
}

fn read_info(folder: &Path) -> Info {
    let bytes = fs::read(folder.join(INFO)).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Whether an answer begins where the kept part ends, and ends with the file.
fn is_rest_of(response: &Response<Body>, total: Option<u64>, kept: u64) -> bool {
    let range = header(response, "content-range").and_then(|text| text.strip_prefix("bytes "));
    let Some((part, all)) = range.and_then(|text| text.split_once('/')) else { return false };
    let Some((start, end)) = part.split_once('-') else { return false };
    let (start, end, all): (Option<u64>, Option<u64>, Option<u64>) =
        (start.parse().ok(), end.parse().ok(), all.parse().ok());
    let is_same = total.is_none() || all.is_none() || all == total;
    start == Some(kept) && is_same && all.or(total).is_none_or(|all| end.map(|end| end + 1) == Some(all))
}

fn check_status(response: &Response<Body>, is_rest: bool) -> Result<(), Problem> {
    let status = response.status();
    let said = format!("the server answers {status}");
    if status == 408 || status == 429 || status.is_server_error() {
        return Err(Problem::Passing(said));
    }
    if !status.is_success() || status == 206 && !is_rest {
        return Err(Problem::Lasting(said, "Check the address"));
    }
    if header(response, "content-type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html"))
    {
        let remedy = "Use the address of the file itself, that of its download link";
        return Err(Problem::Lasting("it is a web page".into(), remedy));
    }
    Ok(())
}

/// What changes with a file: its tag where it holds for each byte, or its date.
fn version_of(response: &Response<Body>) -> Option<String> {
    let tag = header(response, "etag").filter(|tag| !tag.starts_with("W/"));
    tag.or_else(|| header(response, "last-modified")).map(String::from)
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

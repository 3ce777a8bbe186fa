//! The command line as a program among others: exit codes, what it says where, completions, man pages, records that run
//! again, and data by their addresses.
#![cfg(feature = "cli")]

mod common;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::spawn;

use common::program::{command, folder};
use serde_json::Value;

const SHORT: [&str; 8] = ["pretrain", "--method", "rotnet", "--images", "24", "--epochs", "1", "--batch=8"];

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).env("PATCHWISE_CACHE", folder.join("cache")).output().unwrap()
}

fn texts(output: &Output) -> (String, String) {
    (String::from_utf8(output.stdout.clone()).unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}

#[test]
fn exit_codes_are_those_of_the_help() {
    let folder = folder("exit-codes");
    assert!(
        texts(&run(&folder, &["--help"]))
            .0
            .contains("Exit codes: 0 done, 1 failed, 2 options that cannot be read")
    );
    let code = |arguments: &[&str]| run(&folder, arguments).status.code();
    assert_eq!(code(&["methods"]), Some(0));
    assert_eq!(code(&["evaluate", "--model", "nothing"]), Some(1));
    assert_eq!(code(&["methods", "--nothing"]), Some(2));
    let (out, errors) = texts(&run(&folder, &["-q", "methods", "--verbose"]));
    assert_eq!(
        (out.as_str(), errors.trim()),
        ("", "Error: `--quiet` and `--verbose` exclude each other. Give one of them. See --help.")
    );
    let (_, errors) = texts(&run(&folder, &["pretrian"]));
    assert!(errors.contains("Did you mean pretrain?"), "{errors}");
}

#[test]
fn results_are_on_the_output_and_the_rest_beside_it() {
    let folder = folder("verbosity");
    let call = |option: &str| {
        let (out, errors) = texts(&run(&folder, &[&SHORT[..], &["--json", "--force", option]].concat()));
        serde_json::from_str::<Value>(&out).unwrap();
        errors
    };
    assert_eq!(call("--quiet"), "");
    let errors = call("--verbose");
    for part in ["Settings: {", "Device: CPU", "To pretrain on: 24 images", "RotNet: "] {
        assert!(errors.contains(part), "{part} is not in {errors}");
    }
}

#[test]
fn the_version_names_the_commit_and_the_backends() {
    let (text, _) = texts(&run(&folder("version"), &["--version"]));
    let rest = text.strip_prefix(concat!("patchwise ", env!("CARGO_PKG_VERSION"), " (")).unwrap();
    assert!(rest.contains("; backends: cpu"), "{text}");
}

#[test]
fn shells_complete_and_the_manual_has_every_command() {
    let folder = folder("shells");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (text, _) = texts(&run(&folder, &["completions", shell]));
        assert!(text.contains("pretrain") && text.contains("patch-ratio"), "{shell}");
    }
    assert!(texts(&run(&folder, &["man"])).0.contains(".TH patchwise 1"));
    assert!(run(&folder, &["man", "--out", "pages"]).status.success());
    let (help, _) = texts(&run(&folder, &["--help"]));
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names: Vec<&str> = commands
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 12, "{names:?}");
    for name in names {
        let page = std::fs::read_to_string(folder.join(format!("pages/patchwise-{name}.1"))).unwrap();
        assert!(page.contains(&format!("patchwise\\-{name}")), "{name}");
    }
}

#[test]
fn a_record_is_replayed_and_other_figures_are_told() {
    let folder = folder("replay");
    assert!(run(&folder, &[&SHORT[..], &["--out", "a.safetensors"]].concat()).status.success());
    let (_, errors) = texts(&run(&folder, &["replay", "a.safetensors.json", "--out", "a.safetensors"]));
    assert!(errors.contains("which exists. Give another --out."), "{errors}");
    let evaluate = ["evaluate", "--model", "a.safetensors", "--epochs", "1", "--labels-per-class", "3"];
    assert!(run(&folder, &[&evaluate[..], &["--out", "b.safetensors"]].concat()).status.success());
    let before: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for record in ["a.safetensors.json", "b.safetensors.json"] {
        let output = run(&folder, &["replay", record]);
        assert_eq!(output.status.code(), Some(0), "{:?}", texts(&output));
        assert!(texts(&output).0.contains("figures are the same"));
    }
    let after: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(before, after, "nothing is written");
    let path = folder.join("a.safetensors.json");
    let mut record: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let loss = record["result"]["loss"].as_f64().unwrap();
    record["result"]["loss"] = (loss * 1.001).into();
    std::fs::write(&path, record.to_string()).unwrap();
    let output = run(&folder, &["replay", "a.safetensors.json", "--json"]);
    assert_eq!(output.status.code(), Some(3));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["differences"][0]["figure"], "loss");
    assert_eq!(told["differences"].as_array().unwrap().len(), 1);
    let tolerant = ["replay", "a.safetensors.json", "--tolerance", "0.01", "--out", "c.safetensors"];
    assert_eq!(run(&folder, &tolerant).status.code(), Some(0));
    assert!(folder.join("c.safetensors").exists());
    std::fs::write(folder.join("other.json"), "{}").unwrap();
    let (_, errors) = texts(&run(&folder, &["replay", "other.json"]));
    assert!(errors.contains("it is not the record of a run"), "{errors}");
}

#[test]
fn data_are_read_at_the_size_of_the_network_and_a_classifier_keeps_its_own() {
    let folder = folder("sizes");
    for (class, value) in [("dark", 40), ("bright", 200)] {
        std::fs::create_dir_all(folder.join("photos").join(class)).unwrap();
        for index in 0..6 {
            let photo = image::RgbImage::from_fn(50, 40, |x, y| {
                let spot = if x < 8 + index && y < 8 { 90 } else { 0 };
                image::Rgb([value + spot / 2, value, value + spot / 3])
            });
            photo.save(folder.join("photos").join(class).join(format!("{index}.png"))).unwrap();
        }
    }
    assert!(run(&folder, &[&SHORT[..], &["--out", "a.safetensors"]].concat()).status.success());
    let evaluate = |options: &[&str]| -> Value {
        let call = ["evaluate", "--model", "a.safetensors", "--data", "photos", "--epochs", "2", "--json"];
        let output = run(&folder, &[&call[..], options].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", texts(&output).1))
    };
    assert_eq!(evaluate(&[])["dataset"]["imageSize"], 32);
    let other = ["--image-size", "48", "--square", "fit", "--out", "b.safetensors"];
    assert_eq!(evaluate(&other)["dataset"]["imageSize"], 48);
    let bytes = std::fs::read(folder.join("b.safetensors")).unwrap();
    let (_, metadata) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    let about = &metadata.metadata().as_ref().unwrap()["patchwise"];
    let about: Value = serde_json::from_str(about).unwrap();
    assert_eq!(about["imageSize"], 32);
    assert_eq!(
        (&about["classifier"]["imageSize"], &about["classifier"]["square"]),
        (&48.into(), &"fit".into())
    );
    let classify = |model| run(&folder, &["classify", "--model", model, "photos/dark/1.png"]);
    assert!(texts(&classify("b.safetensors")).0.contains("photos/dark/1.png: "));
    let (_, errors) = texts(&classify("a.safetensors"));
    assert!(errors.contains("a.safetensors has no classifier. `patchwise evaluate --model"), "{errors}");
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_goes_on_where_it_was() {
    let folder = folder("interrupted");
    let call = [
        "pretrain",
        "--method",
        "rotnet",
        "--images",
        "200",
        "--epochs",
        "60",
        "--batch",
        "8",
        "--out",
        "a.safetensors",
    ];
    let mut command = Command::new(env!("CARGO_BIN_EXE_patchwise"));
    let child = command.current_dir(&folder).args(call).stderr(Stdio::piped()).stdout(Stdio::null());
    let child = child.spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{errors}");
    assert!(errors.contains("RotNet was stopped. The same command goes on where it was."), "{errors}");
    assert!(folder.join("a.safetensors.checkpoint.safetensors").exists());
    let shorter: Vec<&str> = call.iter().map(|&option| if option == "60" { "61" } else { option }).collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_patchwise"));
    let child = command.current_dir(&folder).args(shorter).stderr(Stdio::piped()).stdout(Stdio::null());
    let mut child = child.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Resuming from step "), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
}

/// How a file is served.
#[derive(Clone, Default)]
struct Served {
    bytes: Vec<u8>,
    version: &'static str,
    /// The first answer ends after so many bytes.
    cut_after: Option<usize>,
    is_page: bool,
    /// So many bytes earlier than it was asked begins a part.
    lie: usize,
}

type Files = Arc<Mutex<HashMap<&'static str, Served>>>;

/// A server on this machine; gives its address and the ranges that it was asked for.
fn serve(files: Files) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = asked.clone();
    spawn(move || {
        for stream in listener.incoming() {
            let _ = answer(stream.unwrap(), &files, &log);
        }
    });
    (address, asked)
}

fn answer(mut stream: TcpStream, files: &Files, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let path = lines.next().unwrap()?.split(' ').nth(1).unwrap().to_string();
    let mut fields = HashMap::new();
    for line in lines.map_while(Result::ok).take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(": ").unwrap();
        fields.insert(name.to_lowercase(), value.to_string());
    }
    asked.lock().unwrap().push(fields.get("range").cloned().unwrap_or_default());
    let mut files = files.lock().unwrap();
    let Some(file) = files.get_mut(path.as_str()) else {
        return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    };
    let range =
        fields.get("range").filter(|_| fields.get("if-range").map(String::as_str) == Some(file.version));
    let start = range
        .map_or(0, |text| text.trim_start_matches("bytes=").trim_end_matches('-').parse::<usize>().unwrap());
    let rest = &file.bytes[start..];
    let status = if start > 0 { "206 Partial Content" } else { "200 OK" };
    let kind = if file.is_page { "text/html" } else { "application/octet-stream" };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nETag: {}\r\nContent-Type: {kind}\r\nConnection: close\r\n\
         Content-Range: bytes {}-{}/{}\r\n\r\n",
        rest.len(),
        file.version,
        start - file.lie.min(start),
        file.bytes.len().saturating_sub(1),
        file.bytes.len()
    );
    let rest = &file.bytes[start - file.lie.min(start)..];
    stream.write_all(head.as_bytes())?;
    let end = file.cut_after.take().unwrap_or(rest.len());
    stream.write_all(&rest[..end.min(rest.len())])
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name)).unwrap()
}

#[test]
fn data_are_downloaded_once_and_continued() {
    let folder = folder("download");
    let bytes = fixture("gnu.tar");
    let set = Served { bytes: bytes.clone(), version: "\"one\"", cut_after: Some(5000), ..Served::default() };
    let page = Served { is_page: true, version: "\"page\"", ..Served::default() };
    let files: Files = Arc::new(Mutex::new(HashMap::from([("/sets/gnu.tar?x=1", set), ("/page", page)])));
    let (address, asked) = serve(files.clone());
    let url = format!("{address}/sets/gnu.tar?x=1");
    let inspect = |data: &str| run(&folder, &["inspect", "--json", "--data", data]);
    let loaded = |output: &Output| {
        let summary: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", texts(output).1));
        assert_eq!((&summary["train"], &summary["test"]), (&9.into(), &6.into()));
    };
    let output = inspect(&url);
    loaded(&output);
    assert!(texts(&output).1.starts_with(&format!("Downloaded {url} to ")));
    assert_eq!(*asked.lock().unwrap(), ["", "bytes=5000-"]);
    // From the cache, with the format said, and from a record.
    files.lock().unwrap().remove("/sets/gnu.tar?x=1");
    loaded(&inspect(&format!("tar:{url}")));
    assert_eq!(asked.lock().unwrap().len(), 2);
    let (_, errors) = texts(&inspect(&format!("{address}/page")));
    assert!(errors.contains("it is a web page. Use the address of the file itself"), "{errors}");
    let (_, errors) = texts(&inspect(&format!("{url} {address}/missing")));
    assert!(errors.contains("missing cannot be downloaded: the server answers 404"), "{errors}");
    let (_, errors) = texts(&inspect("https://me:secret@example.org/x"));
    assert!(errors.contains("Leave them out"), "{errors}");
}

#[test]
fn a_download_that_was_stopped_goes_on_unless_the_file_has_changed() {
    let folder = folder("download-changed");
    let bytes = fixture("gnu.tar");
    let whole = Served { bytes: bytes.clone(), version: "\"new\"", ..Served::default() };
    // A server that begins elsewhere than it was asked to, and one whose tag is another.
    let lying = Served { lie: 1000, ..whole.clone() };
    let files = HashMap::from([("/a.tar", whole.clone()), ("/b.tar", whole), ("/c.tar", lying)]);
    let files: Files = Arc::new(Mutex::new(files));
    let (address, asked) = serve(files);
    // What an earlier process left: the start of this version, and that of another.
    for (name, version, start) in [
        ("a.tar", "new", bytes[..3000].to_vec()),
        ("b.tar", "old", vec![7; 3000]),
        ("c.tar", "new", bytes[..3000].to_vec()),
    ] {
        let url = format!("{address}/{name}");
        let host = address.trim_start_matches("http://").replace(':', "_");
        let place = folder.join(format!("cache/downloads/{host}-{:08x}", crc32fast::hash(url.as_bytes())));
        std::fs::create_dir_all(&place).unwrap();
        std::fs::write(place.join(format!("{name}.part")), start).unwrap();
        let info =
            format!("{{\"url\":\"{url}\",\"version\":\"\\\"{version}\\\"\",\"total\":{}}}", bytes.len());
        std::fs::write(place.join("info.json"), info).unwrap();
        let output = run(&folder, &["inspect", "--data", &url]);
        assert!(output.status.success(), "{:?}", texts(&output));
        assert_eq!(std::fs::read(place.join(name)).unwrap(), bytes, "{name}");
    }
    assert_eq!(*asked.lock().unwrap(), ["bytes=3000-", "bytes=3000-", "bytes=3000-", ""]);
}

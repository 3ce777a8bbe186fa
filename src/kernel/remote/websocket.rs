//! Reaching a server natively, by WebSocket.

use core::time::Duration;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;

use burn::remote::RemoteHost;
use burn::tensor::{Device, read_sync};

use super::client::{check_version, problem_of, wire_version};
use crate::error::{Error, Result, ServerProblem};

/// Opens the device of another machine, where `patchwise serve` runs, with gradients enabled; `server` is an address
/// such as `ws://gpu:7100`. `waiting` is called once where it takes longer than a second.
///
/// # Errors
/// [`Error::ServerUnusable`] if the server cannot be reached in the time of `patience`, refuses the token or runs another
/// version.
pub fn open_remote(server: &str, token: &[u8], patience: Duration, waiting: impl FnOnce()) -> Result<Device> {
    let unusable = |problem| Error::ServerUnusable { server: server.into(), problem };
    let address = address_of(server).ok_or_else(|| unusable(ServerProblem::NoAddress))?;
    let host = RemoteHost::websocket(&address).with_credential(token);
    // In a thread of its own: a server that takes connections may never answer on them.
    let (sender, opened) = mpsc::channel();
    thread::spawn(move || {
        // Nobody is there any more where it took too long.
        let _ = sender.send(connect(&host, &address));
    });
    let found = opened.recv_timeout(SOON).or_else(|_| {
        waiting();
        opened.recv_timeout(patience.saturating_sub(SOON))
    });
    let late = |_| Err(ServerProblem::Unreachable("it does not answer".into()));
    found.unwrap_or_else(late).map_err(unusable)
}

const SOON: Duration = Duration::from_secs(1);

fn connect(host: &RemoteHost, address: &str) -> std::result::Result<Device, ServerProblem> {
    let device = Device::remote_options(host).init().map_err(problem_of)?;
    match read_sync(wire_version(&device)) {
        Ok(theirs) => check_version(theirs).map(|()| device.autodiff()),
        Err(_) if is_answering(address) => {
            Err(ServerProblem::OtherVersion("it has no operations of patchwise".into()))
        }
        Err(_) => Err(ServerProblem::Unreachable("the connection broke".into())),
    }
}

/// Host and port of an address, with `ws://` before them.
fn address_of(server: &str) -> Option<String> {
    let (scheme, rest) = server.split_once("://")?;
    let (host, port) = rest.strip_suffix('/').unwrap_or(rest).rsplit_once(':')?;
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._[]:".contains(c));
    let is_port =
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0);
    (scheme.eq_ignore_ascii_case("ws") && is_host && is_port).then(|| format!("ws://{host}:{port}"))
}

/// Whether a server of that address answers at all.
pub fn is_answering(server: &str) -> bool {
    const MOST: Duration = Duration::from_secs(5);

    let Some(address) = address_of(server) else { return false };
    let place = address.trim_start_matches("ws://");
    let found = place.to_socket_addrs().ok().into_iter().flatten();
    let mut streams = found.filter_map(|address| TcpStream::connect_timeout(&address, MOST).ok());
    let Some(mut stream) = streams.next() else { return false };
    let ask = format!("GET / HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n");
    let asked = stream.set_read_timeout(Some(MOST)).and_then(|()| stream.write_all(ask.as_bytes()));
    asked.is_ok() && stream.read(&mut [0]).is_ok_and(|count| count > 0)
}

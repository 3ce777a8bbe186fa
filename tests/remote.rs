//! Servers that cannot be used, and what is said of each.
#![cfg(all(feature = "remote", not(feature = "cube")))]

use std::net::TcpListener;
use std::time::{Duration, Instant};

use burn::server::{CustomOpIr, RemoteServer, TokenAuthorizer, WebSocketTransport};
use burn::tensor::{Device, TensorData};
use patchwise::Error;
use patchwise::device::{DeviceKind, open};
use patchwise::error::ServerProblem;
use patchwise::kernel::{ServedBackend, WIRE_VERSION, open_remote, with_operations};
use pollster::block_on;

const TOKEN: &[u8] = b"a token";

/// Serves until the test ends; gives the address.
fn serve(server: RemoteServer) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("ws://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(server.serve_async(WebSocketTransport::from_listener(listener)))
    });
    address
}

fn server() -> RemoteServer {
    let device = block_on(open(DeviceKind::Cpu)).unwrap();
    RemoteServer::new([device]).with_authorizer(TokenAuthorizer::new(TOKEN).unwrap())
}

fn opened(server: &str, token: &[u8]) -> Result<Device, Error> {
    open_remote(server, token, Duration::from_secs(3), || {})
}

fn problem(opened: Result<Device, Error>) -> ServerProblem {
    match opened.map(|_| ()).unwrap_err() {
        Error::ServerUnusable { problem, .. } => problem,
        other => panic!("another error: {other}"),
    }
}

#[test]
fn a_server_of_this_version_is_used() {
    let address = serve(with_operations::<ServedBackend>(server()));
    assert!(opened(&address, TOKEN).unwrap().is_autodiff());
}

#[test]
fn the_token_is_needed() {
    let address = serve(with_operations::<ServedBackend>(server()));
    for token in [b"".as_slice(), b"another token", b"a tokem", b"a token "] {
        assert_eq!(problem(opened(&address, token)), ServerProblem::WrongToken);
    }
}

#[test]
fn a_server_without_our_operations_is_refused() {
    let found = problem(opened(&serve(server()), TOKEN));
    assert_eq!(found, ServerProblem::OtherVersion("it has no operations of patchwise".into()));
}

#[test]
fn a_server_of_another_version_is_refused() {
    let next = (WIRE_VERSION + 1) as f32;
    let newer = with_operations::<ServedBackend>(server()).with_custom_op::<ServedBackend, _>(
        "patchwise-version",
        move |handles, ir: &CustomOpIr, _| {
            handles.get_float_tensor::<ServedBackend>(&ir.inputs[0]);
            let version =
                burn::backend::tensor::FloatTensor::<ServedBackend>::from_data(TensorData::from([next]));
            handles.register_float_tensor::<ServedBackend>(&ir.outputs[0].id, version);
        },
    );
    let found = opened(&serve(newer), TOKEN);
    let said = found.as_ref().map(|_| ()).unwrap_err().to_string();
    assert!(said.contains(&format!("of version {next}, those here of {WIRE_VERSION}")), "{said}");
    assert_eq!(found.unwrap_err().code(), "server-incompatible");
}

#[test]
fn what_is_no_address_is_said_at_once() {
    let no_scheme = ["", "gpu:7100", "http://gpu:7100", "wss://gpu:7100", "ws://", "ws://gpu:7100/session"];
    let no_port = ["ws://gpu", "ws://gpu:", "ws://gpu:0", "ws://gpu:99999", "ws://gpu:+80", "ws://gpu:a"];
    let more =
        ["ws://:7100", "ws://a b:7100", "ws://me:secret@gpu:7100", "ws://gpu:7100?x", "ws://gpu:7100#x"];
    for text in no_scheme.into_iter().chain(no_port).chain(more) {
        assert_eq!(problem(opened(text, TOKEN)), ServerProblem::NoAddress, "{text}");
    }
}

#[test]
fn an_address_may_be_written_in_other_ways() {
    let address = serve(with_operations::<ServedBackend>(server()));
    for text in [address.replace("ws", "WS"), format!("{address}/")] {
        assert!(opened(&text, TOKEN).is_ok(), "{text}");
    }
}

#[test]
fn a_server_that_never_answers_is_not_waited_for() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let began = Instant::now();
    let found = problem(opened(&format!("ws://{}", silent.local_addr().unwrap()), TOKEN));
    assert_eq!(found, ServerProblem::Unreachable("it does not answer".into()));
    assert!(began.elapsed() < Duration::from_secs(10));
}

//! The relay of `patchwise serve --relay`: tabs of browsers reach the server by it, since they take no connections of
//! other kinds.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use burn::server::{BURN_REMOTE_ALPN, IrohIdentity, RelayUrl, RemoteServer};
use iroh::endpoint::presets::Minimal;
use iroh::protocol::Router;
use iroh::{Endpoint, RelayMode, SecretKey};
use iroh_relay::server::{Access, AccessControl, ClientRequest, RelayConfig, Server, ServerConfig};

use crate::failure::Failure;
use crate::output::appended;

/// A relay, and behind it a server that nothing else reaches.
pub struct Relay {
    relay: Server,
    router: Router,
    address: SocketAddr,
    has_ended: bool,
}

/// Lets in who knows the ID of the server: a relay for its clients, and for nobody else.
#[derive(Debug)]
struct KnowsId(String);

impl AccessControl for KnowsId {
    async fn on_connect(&self, request: &ClientRequest) -> Access {
        match request.auth_token() {
            Some(token) if token == self.0 => Access::Allow,
            _ => Access::Deny { reason: None },
        }
    }
}

impl Relay {
    /// Opens a relay at a HOST:PORT; the server's identity is beside the file with its token, so that its address stays.
    pub async fn open(place: &str, token: &Path, server: RemoteServer) -> Result<Self, Failure> {
        let failed = |problem: String| {
            Failure::new(format!(
                "No relay can be opened at `{place}`: {problem}. Give another HOST:PORT as `--relay`."
            ))
        };
        let found = tokio::net::lookup_host(place).await;
        let found = found.map_err(|error| failed(error.to_string()))?.next();
        let asked = found.ok_or_else(|| failed("it has no address".into()))?;
        let identity = identity(&appended(token, ".key"))?;
        let id = identity.id().to_string();
        let mut at = RelayConfig::new(asked);
        at.access = Arc::new(KnowsId(id.clone()));
        let mut config = ServerConfig::default();
        config.relay = Some(at);
        let relay = Server::spawn(config).await.map_err(|error| failed(causes(&error)))?;
        let address = relay.http_addr().unwrap_or(asked);
        let near = near(address, &id).ok_or_else(|| failed("its address cannot be used".into()))?;
        // It has no sockets of its own, so that nobody reaches the server past the relay.
        let endpoint = Endpoint::builder(Minimal)
            .clear_ip_transports()
            .relay_mode(RelayMode::custom([near]))
            .secret_key(SecretKey::from_bytes(&identity.to_bytes()))
            .alpns(vec![BURN_REMOTE_ALPN.to_vec()]);
        let endpoint = endpoint.bind().await.map_err(|error| failed(causes(&error)))?;
        let protocol = server.into_protocol(&endpoint).map_err(|error| failed(error.to_string()))?;
        let router = Router::builder(endpoint).accept(BURN_REMOTE_ALPN, protocol).spawn();
        Ok(Self { relay, router, address, has_ended: false })
    }

    /// What is said of the address that pages are given.
    pub fn shown(&self) -> String {
        let (id, port) = (self.router.endpoint().id(), self.address.port());
        let (host, more) = match self.address.ip().is_unspecified() {
            true => (format!("HOST:{port}"), " HOST is the name of this machine."),
            false => (self.address.to_string(), ""),
        };
        format!("Pages connect to http://{host}/#{id} with the text of the token file.{more}")
    }

    /// Returns once the relay has ended, which it does not do by itself: why.
    pub async fn ended(&mut self) -> String {
        let ended = self.relay.join().await;
        self.has_ended = true;
        match ended {
            Ok(Ok(())) => "its relay stopped".into(),
            Ok(Err(error)) => causes(&error),
            Err(error) => error.to_string(),
        }
    }

    /// Tells everybody who is connected that the server ends.
    pub async fn close(self) {
        // Who is gone already need not be told.
        let _ = self.router.shutdown().await;
        if !self.has_ended {
            let _ = self.relay.shutdown().await;
        }
    }
}

/// That of the server, written where it is not there yet.
fn identity(path: &Path) -> Result<IrohIdentity, Failure> {
    IrohIdentity::load_or_create(path).map_err(|error| match error.kind() {
        ErrorKind::InvalidData => Failure::new(format!(
            "{} is damaged. Remove it for a new one; pages then need the new address.",
            path.display()
        )),
        _ => Failure::of_path(path, "read or written", error),
    })
}

/// Where the server itself finds its relay.
fn near(address: SocketAddr, id: &str) -> Option<RelayUrl> {
    let host = match (address.ip().is_unspecified(), address.is_ipv6()) {
        (false, _) => address.to_string(),
        (true, false) => format!("127.0.0.1:{}", address.port()),
        (true, true) => format!("[::1]:{}", address.port()),
    };
    format!("http://{host}/?token={id}").parse().ok()
}

/// An error with what it came from: the outermost one says little.
fn causes(error: &dyn std::error::Error) -> String {
    let inner = error.source().map(|source| format!(" ({})", causes(source)));
    format!("{error}{}", inner.unwrap_or_default())
}

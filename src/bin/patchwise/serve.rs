//! `patchwise serve`: computes for other machines.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;

/// Options of `serve`.
#[derive(Args)]
pub struct Serve {
    /// A file with a token, which clients give a copy of; written, with a new token, where it is not there
    #[arg(long)]
    pub token: PathBuf,
    /// The HOST:PORT to listen at; 0.0.0.0:7100 is open to the whole network
    #[arg(long, default_value = "127.0.0.1:7100")]
    pub address: String,
    /// The HOST:PORT of a relay, by which pages connect; it runs in this process, too
    #[arg(long)]
    pub relay: Option<String>,
    /// Where to compute: cpu, or gpu in builds with the feature webgpu, vulkan or cuda
    #[arg(long, default_value = "cpu")]
    pub device: String,
}

/// Serves until the program is asked to end.
pub fn run(options: &Serve) -> Result<(), Failure> {
    server::run(options)
}

#[cfg(not(feature = "remote"))]
mod server {
    use super::{Failure, Serve};

    pub fn run(_: &Serve) -> Result<(), Failure> {
        Err(Failure::new("This build cannot serve: build it with the feature `remote`."))
    }
}

#[cfg(feature = "remote")]
mod server {
    use std::fs::OpenOptions;
    use std::io::Write;
    use std::net::{SocketAddr, TcpListener};
    use std::path::Path;
    use std::time::Duration;

    use burn::server::{
        AuthorizationRequest, ClientId, PeerAuthorizer, RemoteServer, TokenAuthorizer, WebSocketTransport,
    };
    use patchwise::kernel::{ServedBackend, with_operations};
    use tokio::runtime::Builder;

    use super::{Failure, Serve};
    use crate::device_options::{DeviceChoice, read_token};
    use crate::output::{detail, note, say};
    use crate::relay::Relay;
    use crate::work::{Stoppable, is_interrupted, open_device};

    /// As many as nobody can try.
    const TOKEN_BYTES: usize = 32;
    /// How often the server looks whether it is to end.
    const LOOK_EVERY: Duration = Duration::from_millis(100);

    pub fn run(options: &Serve) -> Result<(), Failure> {
        let choice = match options.device.parse() {
            Ok(choice @ (DeviceChoice::Cpu | DeviceChoice::Gpu)) => choice,
            _ => {
                return Err(Failure::new(format!(
                    "`--device` is {}, but must be cpu or gpu.",
                    options.device
                )));
            }
        };
        let listener = TcpListener::bind(&options.address).map_err(|error| {
            let address = &options.address;
            Failure::new(format!(
                "Nothing can be served at `{address}`: {error}. Give another HOST:PORT as `--address`."
            ))
        })?;
        let failed = |problem: String| Failure::new(format!("The server ended: {problem}."));
        let address = listener.local_addr().map_err(|error| failed(error.to_string()))?;
        let authorizer = authorizer(&options.token)?;
        let device = open_device(&choice, None)?;
        let admit = move |request: AuthorizationRequest| admit(&authorizer, request);
        let server = with_operations::<ServedBackend>(RemoteServer::new([device]).with_authorizer(admit));
        let runtime = Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|error| failed(error.to_string()))?;
        survive_messages();
        let _stoppable = Stoppable::new();
        let serving = server.serve_async(WebSocketTransport::from_listener(listener));
        runtime.block_on(async {
            let mut relay = match &options.relay {
                Some(place) => Some(Relay::open(place, &options.token, server).await?),
                None => None,
            };
            let (device, place) = (choice.title(), shown(address));
            note(&format!("Serving the {device} at {place}, without encryption, until Ctrl-C."));
            if let Some(relay) = &relay {
                // Without it nobody finds the server, however little is to be said.
                say(&relay.shown());
            }
            let served = tokio::select! {
                served = serving => served.map_err(|error| failed(error.to_string())),
                ended = ended(relay.as_mut()) => Err(failed(ended)),
                () = until_interrupted() => Ok(()),
            };
            if let Some(relay) = relay {
                relay.close().await;
            }
            served
        })
    }

    async fn ended(relay: Option<&mut Relay>) -> String {
        match relay {
            Some(relay) => relay.ended().await,
            None => std::future::pending().await,
        }
    }

    async fn until_interrupted() {
        while !is_interrupted() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Whom the token of a file lets in; a file that is not there is written.
    fn authorizer(path: &Path) -> Result<TokenAuthorizer, Failure> {
        if !path.exists() {
            write_token(path)?;
            let path = path.display();
            note(&format!("{path} holds a new token. Copy the file to where you train, and to nobody else."));
        }
        let token = read_token(path)?;
        TokenAuthorizer::new(token.as_slice()).map_err(|error| Failure::new(error.to_string()))
    }

    /// Writes a token that nobody guesses, into a file that only its owner reads.
    fn write_token(path: &Path) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::of_path(path, "written", error);
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|error| Failure::new(format!("There are no random numbers: {error}.")))?;
        let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        writeln!(file, "{token}").map_err(failed)
    }

    fn admit(authorizer: &TokenAuthorizer, request: AuthorizationRequest) -> Result<(), String> {
        let client = match request.client {
            ClientId::WebSocket(address) => address.to_string(),
            other => other.to_string(),
        };
        let admitted = authorizer.authorize(request);
        let how = if admitted.is_ok() { "connected" } else { "was refused: wrong token" };
        note(&format!("{client} {how}."));
        admitted
    }

    /// The address that clients give.
    fn shown(address: SocketAddr) -> String {
        match address.ip().is_unspecified() {
            true => format!("ws://HOST:{}, where HOST is the name of this machine", address.port()),
            false => format!("ws://{address}"),
        }
    }

    /// What is no message of a client ends its connection, in Burn by a panic: a line says so, without a trace.
    fn survive_messages() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map_or_else(String::new, |place| format!(" ({place})"));
            note(&format!("A connection ended, as its messages cannot be used{place}."));
            detail(&panic.to_string());
        }));
    }
}

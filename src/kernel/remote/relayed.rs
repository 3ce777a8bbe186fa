//! Reaching a server from a tab: by Iroh, through a relay that the server has in its own process.

use burn::remote::{EndpointId, IrohHost, IrohRelays, RelayUrl, RemoteHost};
use burn::tensor::Device;

use super::client::{check_version, problem_of, wire_version};
use crate::error::{Error, Result, ServerProblem};

/// Opens the device of another machine, where `patchwise serve --relay` runs, with gradients enabled; `server` is the
/// address that it printed, such as `http://gpu:3340/#ID`. What is sent is encrypted up to the server with that ID.
///
/// # Errors
/// [`Error::ServerUnusable`] if the server cannot be reached, refuses the token or runs another version.
pub async fn open_relayed(server: &str, token: &[u8]) -> Result<Device> {
    let unusable = |problem| Error::ServerUnusable { server: server.into(), problem };
    let host = host_of(server).ok_or_else(|| unusable(ServerProblem::NoAddress))?;
    let host = RemoteHost::iroh(host).with_credential(token);
    let device = Device::remote_options(&host)
        .init_async()
        .await
        .map_err(|error| unusable(answer_of(problem_of(error))))?;
    let theirs = wire_version(&device).await.map_err(|_| {
        unusable(ServerProblem::Unreachable(
            "the connection broke, or it has no operations of patchwise".into(),
        ))
    })?;
    check_version(theirs).map_err(unusable)?;
    Ok(device.autodiff())
}

/// The server of an address: that of its relay, and behind `#` its ID.
fn host_of(server: &str) -> Option<IrohHost> {
    let (relay, id) = server.trim().split_once('#')?;
    let (relay, id) = (relay.to_lowercase(), id.to_lowercase());
    let is_relay = ["http://", "https://"].iter().any(|scheme| relay.starts_with(scheme));
    let url: RelayUrl = relay.parse().ok().filter(|_| is_relay)?;
    let id: EndpointId = id.parse().ok()?;
    // The relay is for who knows the server.
    let url: RelayUrl = format!("{}?token={id}", url.as_str().trim_end_matches('/')).parse().ok()?;
    Some(IrohHost::new(id).with_relays(IrohRelays::Private { url }))
}

/// Burn's words for a server that does not answer are about ways that a tab does not have.
fn answer_of(problem: ServerProblem) -> ServerProblem {
    match problem {
        ServerProblem::Unreachable(reason) if reason.contains("nothing answered") => {
            ServerProblem::Unreachable("it does not answer".into())
        }
        other => other,
    }
}

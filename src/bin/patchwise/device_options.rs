//! Where a command computes.

use std::fmt::{self, Display};
#[cfg(feature = "remote")]
use std::path::Path;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
#[cfg(feature = "remote")]
use crate::input::{MAX_TOKEN_BYTES, read};

/// Where to compute.
#[derive(Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct DeviceOptions {
    /// Where to compute: cpu; gpu in builds with the feature webgpu, vulkan or cuda; remote:ws://HOST:PORT, where
    /// `patchwise serve` runs, in builds with the feature remote [cpu]
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceChoice>,
    /// The file with the token of that server
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<PathBuf>,
}

impl DeviceOptions {
    /// The device, checked against the other options.
    pub fn choice(&self) -> Result<DeviceChoice, Failure> {
        let choice = self.device.clone().unwrap_or_default();
        match (&choice, &self.token) {
            (DeviceChoice::Remote(_), None) => Err(Failure::new(
                "`--token` is missing: give a copy of the file that `patchwise serve --token` was given.",
            )),
            (DeviceChoice::Cpu | DeviceChoice::Gpu, Some(_)) => {
                Err(Failure::new("`--token` is for a device of another machine: leave it out."))
            }
            _ => Ok(choice),
        }
    }

    /// The server that computes, if one does.
    pub fn server(&self) -> Option<&str> {
        match &self.device {
            Some(DeviceChoice::Remote(server)) => Some(server),
            _ => None,
        }
    }
}

/// The words of a token file, without the end of its line.
#[cfg(feature = "remote")]
pub fn read_token(path: &Path) -> Result<Vec<u8>, Failure> {
    const LENGTHS: std::ops::RangeInclusive<usize> = 16..=1024;

    let token = read(path, MAX_TOKEN_BYTES)?.trim_ascii().to_vec();
    if LENGTHS.contains(&token.len()) && token.iter().all(u8::is_ascii_graphic) {
        return Ok(token);
    }
    Err(Failure::new(format!(
        "{}: it holds no token. Expected {} to {} letters, digits or signs on one line, as plain text: a copy of the file that `patchwise serve` wrote.",
        path.display(),
        LENGTHS.start(),
        LENGTHS.end()
    )))
}

/// A kind of device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum DeviceChoice {
    #[default]
    Cpu,
    Gpu,
    /// That of another machine, by the address of its server.
    Remote(String),
}

impl DeviceChoice {
    /// As text names it.
    pub fn title(&self) -> String {
        match self {
            Self::Cpu => "CPU".into(),
            Self::Gpu => "GPU".into(),
            Self::Remote(server) => format!("that of {server}"),
        }
    }
}

impl FromStr for DeviceChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.split_once(':')) {
            ("cpu", _) => Ok(Self::Cpu),
            ("gpu", _) => Ok(Self::Gpu),
            (_, Some(("remote", server))) => Ok(Self::Remote(server.into())),
            _ => Err("cpu, gpu or remote:ws://HOST:PORT".into()),
        }
    }
}

impl TryFrom<String> for DeviceChoice {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|expected| format!("the device is {text}, but must be {expected}"))
    }
}

impl From<DeviceChoice> for String {
    fn from(choice: DeviceChoice) -> Self {
        choice.to_string()
    }
}

impl Display for DeviceChoice {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Cpu => formatter.write_str("cpu"),
            Self::Gpu => formatter.write_str("gpu"),
            Self::Remote(server) => write!(formatter, "remote:{server}"),
        }
    }
}

//! `patchwise methods`.

use clap::Args;
use patchwise::method::{About, Method, Targets};

use crate::output::print_line;

/// Options of `methods`.
#[derive(Args)]
pub struct Methods {
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
}

impl Methods {
    /// Prints the description of every method.
    pub fn print(&self) {
        let methods: Vec<About> = Method::ALL.iter().map(|method| method.about()).collect();
        if self.json {
            return print_line(&serde_json::json!({ "methods": methods }).to_string());
        }
        for method in methods {
            let chance = match (method.num_classes, method.targets) {
                (Some(count), _) => format!("{:.1} %", 100.0 / count as f64),
                (None, Targets::Images) => "none".into(),
                (None, Targets::Labels | Targets::Clusters) => "depends on the data".into(),
            };
            let settings = match method.settings {
                [] => String::new(),
                names => format!(" Settings (--task): {}.", names.join(", ")),
            };
            print_line(&format!(
                "{} ({})\n  {}\n  {}\n  Chance level: {chance}.{settings} Source: {}.\n",
                method.name, method.title, method.summary, method.description, method.source
            ));
        }
    }
}

//! Options that every command has.

/// A struct of options: those given, and those of every command.
macro_rules! command_options {
    ($(#[$meta:meta])* $name:ident $(with $part:ident: $part_type:ty)? { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub struct $name {
            $(
                #[command(flatten)]
                #[serde(flatten)]
                pub $part: $part_type,
            )?
            $(
                $(#[$field_meta])*
                #[arg(long, allow_negative_numbers = true)]
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
            /// Seed of weights, order, patch positions and samples; the data itself never changes with it [1]
            #[arg(long, allow_negative_numbers = true)]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub seed: Option<u64>,
            #[command(flatten)]
            #[serde(flatten)]
            pub computing: DeviceOptions,
            /// Print one JSON object instead of text
            #[arg(long)]
            #[serde(skip)]
            pub json: bool,
            /// Options from a file that an earlier run wrote; options given here override it
            #[arg(long)]
            #[serde(skip)]
            pub config: Option<PathBuf>,
            /// Replace an output file that another run wrote
            #[arg(long)]
            #[serde(skip)]
            pub force: bool,
        }

        impl crate::options::Options for $name {
            fn config(&self) -> Option<&std::path::Path> {
                self.config.as_deref()
            }

            fn is_forced(&self) -> bool {
                self.force
            }

            fn computing(&mut self) -> &mut DeviceOptions {
                &mut self.computing
            }

            fn with_switches_of(self, given: &Self) -> Self {
                Self { json: given.json, config: given.config.clone(), force: given.force, ..self }
            }
        }
    };
}

pub(crate) use command_options;

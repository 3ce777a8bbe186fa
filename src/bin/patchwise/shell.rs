//! What shells and the system's manual want to know: completions, man pages, the version.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use clap::{Args, Command, CommandFactory};
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::output::{print_line, write};

const NAME: &str = "patchwise";

/// Options of `completions`.
#[derive(Args)]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

/// Options of `man`.
#[derive(Args)]
pub struct Manual {
    /// A folder for the pages of all commands, instead of one page on the output
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Version, commit, backends, and whether there is MPI.
pub fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let commit =
            option_env!("PATCHWISE_COMMIT").map_or("unknown commit", |hash| &hash[..hash.len().min(9)]);
        let backends = [
            (cfg!(feature = "cpu"), "cpu"),
            (cfg!(feature = "webgpu") && !cfg!(feature = "vulkan"), "webgpu"),
            (cfg!(feature = "vulkan"), "vulkan"),
            (cfg!(feature = "cuda"), "cuda"),
        ];
        let backends: Vec<&str> = backends.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
        let more = [(cfg!(feature = "mpi"), "; mpi"), (cfg!(feature = "remote"), "; remote")];
        let more: String = more.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
        format!("{} ({commit}; backends: {}{more})", env!("CARGO_PKG_VERSION"), backends.join(", "))
    });
    &VERSION
}

/// Prints what a shell completes commands and options by.
pub fn completions(options: &Completions) {
    let mut text = Vec::new();
    generate(options.shell, &mut Arguments::command(), NAME, &mut text);
    // Nobody may read any more, as after `| head`.
    let _ = stdout().write_all(&text);
}

/// Prints or writes man pages.
pub fn manual(options: &Manual) -> Result<(), Failure> {
    let Some(folder) = &options.out else {
        let _ = stdout().write_all(&page(Arguments::command())?);
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|error| Failure::of_path(folder, "written", error))?;
    let mut command = Arguments::command();
    command.build();
    let mut names = vec![write_page(folder, NAME.into(), command.clone())?];
    for sub in command.get_subcommands() {
        let name = format!("{NAME}-{}", sub.get_name());
        names.push(write_page(folder, name, sub.clone())?);
    }
    print_line(&format!("Written to {}: {}.", folder.display(), names.join(", ")));
    Ok(())
}

fn write_page(folder: &Path, name: String, command: Command) -> Result<String, Failure> {
    let file = format!("{name}.1");
    // The names of commands last as long as the program.
    let name: &'static str = Box::leak(name.into_boxed_str());
    write(&folder.join(&file), &page(command.name(name).version(version()))?)?;
    Ok(file)
}

fn page(command: Command) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    let rendered = Man::new(command).render(&mut text);
    rendered.map_err(|error| Failure::new(format!("The man page cannot be made: {error}.")))?;
    Ok(text)
}

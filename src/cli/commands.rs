//! One file a command, one row here.

mod audit;
mod completions;
mod decode;
mod demo;
mod doctor;
mod handshake;
mod history;
mod import;
mod init;
mod man;
mod merger;
mod mesh;
mod open;
mod partner;
mod redo;
mod rehearse;
mod set;
mod show;
mod sync;
mod undo;
mod why;

use clap::Subcommand;

use super::answer::Answer;
use super::call::Call;
use super::trouble::Trouble;

/// Rows `words, name => file`: makes the enumeration that clap reads and the way to each file.
macro_rules! commands {
    ($($(#[$about:meta])* $name:ident => $file:ident;)+) => {
        /// A command.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($(#[$about])* $name($file::Args),)+
        }

        impl Command {
            /// Does it.
            pub fn perform(self, call: &mut Call<'_>) -> Result<Answer, Trouble> {
                match self {
                    $(Command::$name(args) => $file::perform(args, call),)+
                }
            }
        }
    };
}

commands! {
    /// Open the workspace full screen; without a terminal, print a summary
    #[command(hide = true)]
    Open => open;
    /// Open the practice workspace, which is made when it is not there
    Demo => demo;
    /// Make a workspace with one tenant of ours at service defaults
    Init => init;
    /// Read files or folders that were exported, each recognised by its content
    Import => import;
    /// Show what is in force, and who says so
    Show => show;
    /// Ask whether somebody of one tenant can open an application of another, and why
    Why => why;
    /// Answer a file of such questions, one JSON answer a line; or replay imported sign-ins
    Audit => audit;
    /// Read an error of the service: whose side says it, which setting, and whether this agrees
    Decode => decode;
    /// Find which partners must be listed before the default blocks, from imported sign-ins
    Rehearse => rehearse;
    /// Rehearse cross-tenant synchronisation: whom a cycle would create, change, delete, and why; and
    /// evaluate the expressions of its mappings
    Sync => sync;
    /// Change one setting of the default or of one partner
    Set => set;
    /// Add or remove a partner
    Partner => partner;
    /// Bring tenants together: answer what a merger asks, see what is missing and whose work it is
    Merger => merger;
    /// Show how every pair of the tenants of a merger stands, and what is open between two
    Mesh => mesh;
    /// Ask the administrators of a tenant that is not ours, answer such a request, or take an answer in
    Handshake => handshake;
    /// Take the last edit back
    Undo => undo;
    /// Make the edit again that was taken back last
    Redo => redo;
    /// List the edits, newest first
    History => history;
    /// Report on terminal and workspace, and check every saved line
    Doctor => doctor;
    /// Print completions for a shell
    Completions => completions;
    /// Print the manual page
    Man => man;
}

impl Command {
    /// What is done when no command is named.
    pub fn open() -> Self {
        Command::Open(open::Args {})
    }
}

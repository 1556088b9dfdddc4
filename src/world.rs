//! What the program is given: arguments, streams, environment, clock. Tests give others.

use std::ffi::OsString;
use std::fmt;
use std::io::Write;

/// The outside, as far as the program may touch it besides its own files.
pub struct World<'w> {
    /// Arguments, the program's name first.
    pub args: Vec<OsString>,
    /// Environment variables; an empty value counts as not set.
    pub env: &'w dyn Fn(&str) -> Option<String>,
    /// Where answers go.
    pub out: &'w mut dyn Write,
    /// Where faults go.
    pub err: &'w mut dyn Write,
    /// Whether a person sees both input and output.
    pub terminal: bool,
    /// The time, RFC 3339 in UTC to the second.
    pub now: &'w dyn Fn() -> String,
}

impl fmt::Debug for World<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("args", &self.args).finish_non_exhaustive()
    }
}

impl World<'_> {
    /// Who edits, as `user@host` where the environment knows.
    pub fn actor(&self) -> String {
        let first = |names: &[&str]| names.iter().find_map(|name| (self.env)(name));
        let user = first(&["USER", "LOGNAME", "USERNAME"]).unwrap_or_else(|| "someone".to_owned());
        match first(&["HOSTNAME", "COMPUTERNAME"]) {
            Some(host) => format!("{user}@{host}"),
            None => user,
        }
    }
}
